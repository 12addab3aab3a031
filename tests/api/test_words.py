"""Secret and duress words in the operator's own app behave exactly as on the web."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from citizen.services.complaint_opening import AccessKey, open_with_key
from complaints.models import Complaint, Decoy, Event
from complaints.rules.etag import compose_etag
from complaints.services.access_keys import printed_keys
from tests.api.conftest import THEFT
from tests.citizen.keys.cast import DURESS, SECRET
from tests.secret_words import set_words

UNKNOWN = compose_etag(2026, 7)


@pytest.fixture
def worded(app):
    """A complaint with a secret word and a duress word, filed in the app and closed there."""
    filed = app.post("citizen/complaints", THEFT | {"reach": "secret", "secret": SECRET})
    assert filed.status_code == 201, filed.content
    complaint = Complaint.objects.unscoped("test").get(etag=filed.json()["etag"])
    set_words(complaint.pk, secret_hash=SECRET, duress_hash=DURESS)
    return complaint


def opened(app, etag: str, key: str):
    app.visit = ""
    answer = app.post("citizen/visits", {"etag": etag, "key": key})
    app.visit = answer.json().get("visit", "")
    return answer


def test_the_duress_word_opens_the_harmless_complaint_and_raises_the_alarm(app, worded):
    real, harmless = [], []
    for word, seen in ((SECRET, real), (DURESS, harmless)):
        answer = opened(app, worded.etag, word)
        assert answer.status_code == 201
        seen += [sorted(answer.json()), sorted(answer.headers)]
        page = app.get(f"citizen/complaints/{worded.etag}")
        seen += [page.status_code, sorted(page.json()), sorted(page.headers), page.json()["etag"]]
        seen.append(THEFT["text"] in page.content.decode())
    assert real == harmless
    assert Decoy.objects.get(complaint=worded).alarm_at
    assert app.get(f"citizen/complaints/{worded.etag}").json()["category"] != worded.category.name


def test_a_move_under_duress_changes_nothing_of_the_real_complaint_and_stays_on_the_harmless_one(app, worded):
    opened(app, worded.etag, DURESS)
    events = Event.objects.filter(complaint=worded).count()
    own = app.get(f"citizen/complaints/{worded.etag}").json()
    moved = app.post(
        f"citizen/complaints/{worded.etag}/moves", {"name": "add", "words": "All is well.", "seen": own["seen"]}
    )
    assert moved.status_code == 200, moved.content
    assert any(
        "All is well." in entry["words"]
        for entry in app.get(f"citizen/complaints/{worded.etag}").json()["conversation"]
    )
    assert Event.objects.filter(complaint=worded).count() == events
    opened(app, worded.etag, SECRET)
    assert not app.get(f"citizen/complaints/{worded.etag}").json()["conversation"]


def test_a_miss_and_a_wrong_key_have_the_same_answer_and_the_same_work(app, worded):
    seen = []
    for etag in (worded.etag, UNKNOWN):
        with CaptureQueriesContext(connection) as queries:
            answer = app.post("citizen/visits", {"etag": etag, "key": "not this word"})
        statements = [query["sql"].split(" ")[0] for query in queries.captured_queries]
        seen.append((answer.status_code, answer.content.replace(etag.encode(), b"#"), statements))
    assert seen[0] == seen[1]
    assert seen[0][0] == 422


def test_a_code_is_requested_with_the_same_answer_and_work_for_everybody(app, worded):
    seen = []
    for etag, phone in ((worded.etag, "0300 1112233"), (worded.etag, "0321 4445566"), (UNKNOWN, "0300 1112233")):
        with CaptureQueriesContext(connection) as queries:
            answer = app.post(f"citizen/complaints/{etag}/codes", {"reached_at": phone})
        seen.append((answer.status_code, answer.content, len(queries.captured_queries)))
    assert seen[0] == seen[1] == seen[2]


def test_after_too_many_wrong_words_a_challenge_comes_and_the_owners_device_is_not_shut_out(app, worded):
    device, stranger = {"Device": "d" * 32}, {"Device": "s" * 32}
    assert app.post("citizen/visits", {"etag": worded.etag, "key": SECRET}, **device).status_code == 201
    app.visit = ""
    wrong = [app.post("citizen/visits", {"etag": worded.etag, "key": "wrong word"}, **stranger) for _ in range(8)]
    assert wrong[-1].status_code == 429
    assert wrong[-1].json()["challenge"]["parameters"]
    assert app.post("citizen/visits", {"etag": worded.etag, "key": SECRET}, **device).status_code == 201


def test_a_printed_code_opens_nothing_in_the_app_and_stays_unused_for_the_web(app, world):
    complaint = world.complaint(phone="")
    key = printed_keys.issue_first_key(complaint, by=world.salma.actor, at=now())
    seen = []
    for typed in (key, "2222-3333-4444"):
        with CaptureQueriesContext(connection) as queries:
            answer = app.post("citizen/visits", {"etag": complaint.etag, "key": typed})
        statements = [query["sql"].split(" ")[0] for query in queries.captured_queries]
        seen.append((answer.status_code, answer.content, statements))
    assert seen[0] == seen[1]
    assert answer.json()["code"] == "key_wrong"
    assert open_with_key(etag=complaint.etag, typed=key, at=now()).by is AccessKey.PRINTED


def test_answers_of_a_complaint_with_a_word_are_held_back_to_even_times(app, worded, settings, monkeypatch):
    settings.SECRET_WORD_STEP, slept = 0.5, []
    monkeypatch.setattr("citizen.access.response_timing.time.sleep", slept.append)
    opened(app, worded.etag, DURESS)
    app.get(f"citizen/complaints/{worded.etag}")
    assert len(slept) == 2


def test_another_word_ends_the_visits_of_the_former_one(app, worded):
    opened(app, worded.etag, SECRET)
    set_words(worded.pk, secret_hash="quite another word")
    assert app.get(f"citizen/complaints/{worded.etag}").json()["code"] == "not_open"


def test_a_visit_opens_its_own_complaint_alone_and_no_browsers_cookie_opens_any(app, worded, world):
    other = world.complaint()
    opened(app, worded.etag, SECRET)
    unopened, unknown = (app.get(f"citizen/complaints/{etag}") for etag in (other.etag, UNKNOWN))
    assert (unopened.status_code, unopened.content) == (unknown.status_code, unknown.content) == (403, unknown.content)
    app.http.cookies["sessionid"] = app.visit
    app.visit = ""
    assert app.get(f"citizen/complaints/{worded.etag}").json()["code"] == "not_open"
