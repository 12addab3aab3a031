"""A complaint that a phone sends once it has a connection: one draft, with the rules of every other draft."""

import re
import uuid

import pytest
import time_machine
from django.conf import settings as portal_settings
from django.test import Client

from citizen import rate_limits
from complaints.models import Category, Draft, Evidence
from tests.citizen.conftest import Visitor, path_of, registered, words
from tests.citizen.filing.test_whom import seen_by
from tests.citizen.keys.cast import counted
from tests.evidence import samples
from tests.world import clock

KEY = "0123456789abcdef" * 2
SEND = "/complain/offline/send/"
WRITTEN = {
    "key": KEY,
    "category": "financial_crime",
    "district": "lahore",
    "text": "He took my savings for a plot and gave me a false file.",
    "keep_from": "no",
    "reach": "phone",
    "phone": "0300 1112233",
    "language": "en",
}


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """Store files in the test's own folder."""
    place = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": place}


def sends(visitor: Visitor, at: str = "09:00", *, complete: bool = True, **told) -> dict:
    """Send what was written, with these changes. Return the portal's answer."""
    answer = visitor.posts(SEND, at, **WRITTEN | told | ({"complete": "1"} if complete else {}))
    assert answer.status_code == 200, answer.status_code
    return answer.json()


def uploads(visitor: Visitor, begin: str, content: bytes, *, name: str, media_type: str) -> None:
    """Upload a file as the phone does: the same key again is the same file."""
    file_key = str(uuid.uuid5(uuid.NAMESPACE_URL, name))
    told = {"name": name, "size": len(content), "type": media_type, "key": file_key}
    begun = visitor.posts(begin, **told).json()
    if begun["offset"] == len(content):
        return
    offset = {"Upload-Offset": str(begun["offset"])}
    with time_machine.travel(clock("09:00"), tick=False):
        answer = visitor.client.patch(
            begun["piece"], content, content_type="application/offset+octet-stream", headers=offset
        )
    assert answer["Upload-Done"] == "1"


def uploads_photo(visitor: Visitor, begin: str) -> None:
    uploads(visitor, begin, samples.photo(), name="shop.jpg", media_type="image/jpeg")


def submits(visitor: Visitor, check_page: str, at: str = "09:00"):
    return visitor.posts(check_page, at, reach="phone", phone="0300 1112233", language="en", checked="1")


def test_it_leads_to_the_check_page_and_is_registered_only_there(world, ayesha):
    told = sends(ayesha)
    assert told["state"] == "draft"
    assert registered() == []
    page = ayesha.get(told["next"])
    assert "He took my savings" in words(page)
    assert 'name="checked"' in page.content.decode()
    answer = submits(ayesha, told["next"])
    assert path_of(answer).endswith("/receipt/")
    complaint = registered()[0]
    assert complaint.category.code == "financial_crime"
    assert complaint.place.code == "lahore"


def test_sent_twice_it_is_one_draft_with_one_photo(world, ayesha):
    first = sends(ayesha, complete=False)
    uploads_photo(ayesha, first["begin"])
    again = sends(ayesha, "09:10", complete=False)  # the answer to the first was lost
    uploads_photo(ayesha, again["begin"])
    last = sends(ayesha, "09:11")
    assert first["draft"] == again["draft"] == last["draft"]
    assert Draft.objects.count() == Evidence.objects.count() == 1


def test_what_was_changed_on_the_portal_is_not_overwritten_by_the_phone(world, ayesha):
    told = sends(ayesha)
    what = told["next"].replace("/reach/", "/what/")
    ayesha.posts(what, text="He took my savings. I have found the receipt since.")
    assert sends(ayesha, "09:30")["next"] == told["next"]
    assert "found the receipt" in Draft.objects.get().answers["text"]


def test_after_it_is_registered_the_phone_is_told_so(world, ayesha):
    told = sends(ayesha)
    submits(ayesha, told["next"])
    again = sends(ayesha, "09:30")
    assert again["state"] == "registered"
    assert again["draft"] == told["draft"]
    assert len(registered()) == Draft.objects.count() == 1


def test_a_day_later_the_phone_begins_another_draft(world, ayesha):
    sends(ayesha)
    assert sends(ayesha, "+1d 09:00") == {"state": "expired"}
    assert sends(ayesha, "+1d 09:00", key="f" * 32)["state"] == "draft"


def test_a_question_what_became_of_it_begins_and_changes_nothing(world, ayesha):
    question = {"key": KEY, "inquiry": "1"}
    assert ayesha.posts(SEND, **question).json() == {"state": "expired"}
    assert not Draft.objects.exists()
    sends(ayesha, complete=False)
    assert ayesha.posts(SEND, **question | {"text": "Something else entirely."}).json()["state"] == "draft"
    assert Draft.objects.get().answers["text"] == WRITTEN["text"]


@pytest.mark.parametrize(
    ("changed", "page"),
    [
        ({"category": "domestic_violence"}, "kind"),
        ({"category": "missing_child"}, "kind"),
        ({"category": "no such thing"}, "kind"),
        ({"district": ""}, "where"),
        ({"district": "atlantis"}, "where"),
        ({"text": "short"}, "what"),
        ({"text": ""}, "what"),
        ({"text": "x" * 20_001}, "what"),
        ({"keep_from": ""}, "whom"),
        ({"keep_from": "yes", "post": "SHO", "officer_name": "Asad"}, "whom"),
        ({"phone": "12"}, "reach"),
        ({"reach": "secret"}, "reach"),
    ],
)
def test_what_is_not_accepted_is_asked_on_its_own_page(world, ayesha, changed, page):
    told = sends(ayesha, **changed)
    assert re.search(rf"/{page}/$", told["next"])
    shown = ayesha.get(told["next"])
    assert shown.status_code == 200
    assert 'name="checked"' not in shown.content.decode()
    if page in {"what", "reach", "whom"}:  # and nothing typed is lost
        typed = changed.get("text") or changed.get("phone") or changed.get("officer_name") or ""
        assert typed in shown.content.decode()


def test_the_officer_to_be_kept_out_is_completed_with_the_station(world, ayesha):
    told = sends(ayesha, keep_from="yes", post="SHO", officer_name="Asad")
    page = ayesha.get(told["next"]).content.decode()
    assert 'name="officer_station"' in page
    assert 'value="Asad"' in page


@pytest.mark.slow
def test_the_accused_head_of_the_district_cannot_open_it(world, ayesha):
    """It is written offline, completed with the station on the portal, and registered."""
    told = sends(ayesha, category="misbehaviour", keep_from="yes", post="DPO")
    answer = ayesha.posts(told["next"], keep_from="yes", details="1", officer_station="gulberg", post="DPO")
    assert submits(ayesha, path_of(answer)).status_code == 302
    assert not {"usman", "salma", "dania", "kamran"} & seen_by(world, registered()[-1])

    told = sends(ayesha, key="d" * 32)
    submits(ayesha, told["next"])
    assert {"usman", "salma"} <= seen_by(world, registered()[-1])


def test_a_confidential_matter_opens_in_this_browser_alone(world, ayesha):
    told = sends(ayesha, category="domestic_violence")
    assert ayesha.get(told["next"]).status_code == 200
    assert Visitor().get(told["next"]).status_code == 410


def test_a_text_about_a_confidential_matter_opens_in_this_browser_alone(world, ayesha):
    told = sends(ayesha, category="other", text="My husband beats me every night and threatens to kill me.")
    assert ayesha.get(told["next"]).status_code == 200
    assert Visitor().get(told["next"]).status_code == 410
    assert sends(Visitor(), category="other") == {"state": "expired"}


def test_a_voice_note_alone_is_enough(world, ayesha):
    begun = sends(ayesha, complete=False, text="")
    uploads(ayesha, begun["begin"], samples.old_voice(), name="note.amr", media_type="audio/amr")
    assert sends(ayesha, text="")["next"].endswith("/reach/")


@pytest.mark.parametrize("key", ["", "1234", "g" * 32, KEY.upper(), KEY + "0"])
def test_a_key_that_no_phone_draws_begins_nothing(world, ayesha, key):
    answer = ayesha.posts(SEND, **WRITTEN | {"key": key})
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_the_id_of_a_draft_opens_nothing(world, ayesha):
    """A reader of the database learns ids. Sent as a key, an id leads to another draft."""
    told = sends(ayesha)
    stranger = sends(Visitor(), key=told["draft"].replace("-", ""))
    assert stranger["draft"] != told["draft"]


def test_only_the_portals_own_pages_can_send(world):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(SEND, WRITTEN).status_code == 403
    token = strict.get(SEND).json()["csrf"]
    assert strict.post(SEND, WRITTEN, headers={"X-CSRFToken": token}).status_code == 200


def test_a_machine_that_sends_hundreds_is_stopped(world, ayesha, monkeypatch):
    monkeypatch.setattr(rate_limits, "DRAFTS_BEGUN", rate_limits.Bucket("draft_offline_test", every=3600, burst=1))
    sends(ayesha)
    answer = ayesha.posts(SEND, **WRITTEN | {"key": "e" * 32})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert sends(ayesha)["state"] == "draft"  # the one that was begun goes on


@pytest.mark.parametrize(("language", "words_of_page"), [("en", "without internet"), ("ur", "انٹرنیٹ")])
def test_the_form_is_the_same_for_everybody(world, language, words_of_page):
    visitor = Visitor(language)
    with counted() as statements:
        answer = visitor.get("/complain/offline/")
    page = answer.content.decode()
    assert len(statements) == 3
    assert words_of_page in words(answer)
    assert "csrf" not in page.lower()
    assert "Set-Cookie" not in answer.headers
    assert not answer.cookies


def test_no_confidential_matter_and_no_missing_child_is_offered(world, ayesha):
    page = ayesha.get("/complain/offline/").content.decode()
    offered = set(re.findall(r'<option value="(\w+)">', page))
    assert {"property_crime", "bribe_demand", "other"} <= offered
    confidential = set(Category.objects.filter(confidential=True).values_list("code", flat=True))
    assert confidential
    assert not offered & (confidential | {"missing_child"})
    assert "Violence at home" in page  # named among what cannot be written here
