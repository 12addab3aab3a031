"""The pages after the duress word equal those of a real complaint to the last byte; actions there change nothing.

The twin is a real complaint of the harmless category: the same person, day and text, opened with a secret word of its
own. Its pages and the harmless ones are compared completely, after removing what differs between any two complaints
(E-tag, ids, tokens).
"""

import re
from dataclasses import dataclass

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from citizen.filing.draft_addresses import draft_address
from complaints.evidence.inspection_job import inspect_waiting_files
from complaints.models import Complaint, Event, Evidence, Pressure, Words
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.followup_questions import Question
from complaints.services.access_keys.duress_alarms import report_pressure_for_alarms
from complaints.services.access_keys.duress_page import act_on_decoy, inspect_decoy_files
from notifications.models import Message
from tests.citizen.conftest import Visitor, path_of, words
from tests.citizen.keys.cast import DURESS, SECRET, counted, set_words
from tests.citizen.test_receipt import text_of
from tests.evidence.conftest import Hands
from tests.evidence.samples import film, photo
from tests.world import World, build, clock

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}:[\w-]{43}")  # and the addresses of drafts
PICTURE_OF_THE_NUMBER = re.compile(r'(<path[^>]*) d="[^"]+"')
VARIES = {"Content-Length", "Set-Cookie"}


CODE = re.compile(r"(?:\d{4} ){5}\d{4}")  # of the receipt; each of the two complaints has its own


def seen_by_an_onlooker(answer, complaint) -> dict:
    """Return everything that the browser gets, without what differs between any two complaints."""
    body = answer.content.decode("latin-1") if "pdf" in answer.get("Content-Type", "") else answer.content.decode()
    for said in (complaint.etag, complaint.spaced_etag):
        body = body.replace(said, "#")
    headers = {name: value for name, value in answer.headers.items() if name not in VARIES}
    headers = {name: UUID.sub("~", value.replace(complaint.etag, "#")) for name, value in headers.items()}
    cookies = {name: dict(morsel) for name, morsel in answer.cookies.items()}
    return {
        "status": answer.status_code,
        "headers": headers,
        "cookies": {name: {k: v for k, v in kept.items() if k != "expires"} for name, kept in cookies.items()},
        "body": CODE.sub("code", PICTURE_OF_THE_NUMBER.sub(r"\1", UUID.sub("~", TOKEN.sub("csrf", body)))),
    }


@dataclass
class Scene:
    """`complaint`: the one that must stay secret. `twin`: a real complaint about the subject of the harmless page."""

    world: World
    complaint: Complaint
    twin: Complaint


def two_complaints() -> Scene:
    """Return Ayesha's complaint, and the twin of the page that her duress word shows."""
    world = build()
    complaint = of_her_uncle(world)

    def told(pk):
        return Complaint.objects.unscoped("test").select_related("statement", "category").get(pk=pk)

    shown = act_on_decoy(complaint.pk, told, keep_changes=False, at=clock("09:30"))
    twin = world.complaint(shown.category.code, "09:00", text=shown.statement.text)
    set_words(twin)
    return Scene(world, complaint, twin)


def of_her_uncle(world: World) -> Complaint:
    complaint = world.complaint("gender_harassment", "09:00", text="My uncle follows me to college.", station="gulberg")
    set_words(complaint, duress=DURESS)
    world.usman.marks(complaint, to=world.dania, at="09:10")
    world.dania.does("tell_citizen", complaint, "09:20", words="I have read about your uncle.")
    return complaint


@pytest.fixture(scope="session")
def prepared_scene(prepared):
    return prepared(two_complaints)


@pytest.fixture
def scene(db, prepared_scene):
    with prepared_scene.lent() as scene:
        yield scene


@pytest.fixture
def complaint(scene):
    return scene.complaint


@pytest.fixture
def twin(scene):
    return scene.twin


@pytest.fixture
def forced(complaint):
    """Return Ayesha's browser while somebody forces her."""
    visitor = Visitor()
    visitor.posts(f"/track/{complaint.etag}/key/", "10:00", key=DURESS)
    return visitor


@pytest.fixture
def free(twin):
    """Return Ayesha's browser with the twin open."""
    visitor = Visitor()
    visitor.posts(f"/track/{twin.etag}/key/", "10:00", key=SECRET)
    return visitor


def both(act, complaint, twin, forced, free, *, pages=("mine/",)):
    """Return what an onlooker sees of a move and of the page afterwards, in both browsers."""

    def sees(visitor, number):
        answers = [act(visitor, number), *(visitor.get(f"/track/{number.etag}/{page}", "10:05") for page in pages)]
        return [seen_by_an_onlooker(answer, number) for answer in answers]

    return sees(forced, complaint), sees(free, twin)


def test_the_way_in_is_the_same_step_by_step(complaint, twin):
    """From the tracking page to the opened page: status, redirects, headers, cookies, text, statements."""

    def comes_in(number, word):
        visitor = Visitor()
        key = f"/track/{number.etag}/key/"
        first = visitor.get(f"/track/{number.etag}/", "10:00")
        with counted() as statements:
            second = visitor.posts(key, "10:00", key=word)
        third = visitor.get(path_of(second), "10:00")
        return [seen_by_an_onlooker(answer, number) for answer in (first, second, third)], len(statements)

    (harmless, cost), (real, its_cost) = comes_in(complaint, DURESS), comes_in(twin, SECRET)
    assert harmless == real
    assert cost == its_cost == 6


PAGES = [
    *("mine/", "mine/end/", "mine/add/", "mine/petition.pdf", "mine/nothing-of-the-kind/", "", "code/", "key/"),
    *("mine/fir-application.pdf", "mine/petition-491.pdf", "mine/deadlines.ics", "mine/proof.json"),
    *("evidence/", "more/", "more/nothing-of-the-kind/", *(f"more/{question}/" for question in Question)),
]


@pytest.mark.mostly_slow(keep=12)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_address_answers_as_the_twin_s(complaint, twin, forced, free, page, language):
    forced.language = free.language = language
    harmless, real = both(lambda v, n: v.get(f"/track/{n.etag}/{page}", "10:04"), complaint, twin, forced, free)
    assert harmless == real


ACTS = {
    "adds something": ("add", {"add-words": "It happened again."}),
    "adds nothing": ("add", {"add-words": ""}),
    "withdraws": ("withdraw", {}),
    "The complainant asked to withdraw the complaint.": ("ask_to_withdraw", {}),
    "reports pressure": ("report_pressure", {}),
    "answers what nobody asked": ("resume", {"resume-words": "Yes."}),
    "says that it is solved": ("close", {}),
    "confirms a contact": ("confirm_contact", {"answer": "in_person"}),
    "tries what is no act": ("accept", {}),
}


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize(("move", "typed"), ACTS.values(), ids=ACTS)
def test_every_act_is_answered_as_the_twin_s_is_and_the_page_afterwards_agrees(
    complaint, twin, forced, free, move, typed
):
    def acts(visitor, number):
        return visitor.posts(f"/track/{number.etag}/mine/{move}/", "10:01", seen=1, **typed)

    harmless, real = both(acts, complaint, twin, forced, free, pages=("mine/", "", "mine/"))
    assert harmless == real


TELLS = {
    "who she is": ("you", {"name": "Ayesha Khan", "document": "none", "reason": "At home."}),
    "nothing of who she is": ("you", {"name": "", "document": "none"}),
    "how to reach her": ("contact", {"phone": "0300 1112233", "email": "a@example.com", "language": "en"}),
    "that she is a child": ("age", {"under_18": "yes"}),
    "hours": ("hours", {"safe_from": "10", "safe_until": "12", "time_zone": "Asia/Karachi"}),
    "a landmark": ("place", {"landmark": "Opposite the tandoor"}),
}


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(("question", "typed"), TELLS.values(), ids=TELLS)
def test_what_she_tells_there_is_taken_as_the_twin_s_is(complaint, twin, forced, free, question, typed):
    def tells(visitor, number):
        return visitor.posts(f"/track/{number.etag}/more/{question}/", "10:01", **typed)

    pages = ("more/", f"more/{question}/", "mine/")
    harmless, real = both(tells, complaint, twin, forced, free, pages=pages)
    assert harmless == real


def test_another_secret_word_that_is_set_there_opens_it_from_then_on(complaint, twin, forced, free):
    """The person who forces her makes her choose a word that he knows. It opens what he has seen, as hers does."""

    def sets(visitor, number):
        present = DURESS if number is complaint else SECRET
        typed = {"present": present, "word": "his word for her"}
        return visitor.posts(f"/track/{number.etag}/more/word/", "10:01", **typed)

    harmless, real = both(sets, complaint, twin, forced, free, pages=("more/", "mine/"))
    assert harmless == real

    def comes_back(visitor, number):
        return visitor.posts(f"/track/{number.etag}/key/", "+1d 10:00", key="his word for her")

    forced, free = Visitor(), Visitor()
    harmless, real = both(comes_back, complaint, twin, forced, free, pages=())
    assert harmless == real
    assert "uncle" not in words(forced.get(f"/track/{complaint.etag}/mine/", "+1d 10:00"))
    assert Visitor().posts(f"/track/{complaint.etag}/key/", "+1d 10:00", key=SECRET).status_code == 302


def test_a_wrong_present_word_is_refused_there_as_the_twin_s_is(complaint, twin, forced, free):
    def guesses(visitor, number):
        return visitor.posts(
            f"/track/{number.etag}/more/word/", "10:01", present="unconfirmed", word="his word for her"
        )

    harmless, real = both(guesses, complaint, twin, forced, free, pages=("more/word/",))
    assert harmless == real


@pytest.mark.slow
def test_what_is_done_there_changes_nothing(complaint, forced):
    report_pressure_for_alarms(at=clock("10:00"))
    before = list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("kind", flat=True))
    for move, typed in ACTS.values():
        forced.posts(f"/track/{complaint.etag}/mine/{move}/", "10:01", seen=1, **typed)
    assert "Withdrawn" in words(forced.get(f"/track/{complaint.etag}/mine/", "10:02"))
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert complaint.status == "marked"
    assert list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("kind", flat=True)) == before
    assert not Words.objects.filter(text="It happened again.").exists()
    assert Pressure.objects.count() == 1  # the silent event of the duress word itself


@pytest.mark.slow
def test_no_word_of_the_real_matter_is_on_any_page(complaint, forced):
    hidden = ("uncle", "arassment", "Gulberg", "Superintendent", "women", "Your name and number are hidden")
    for page in set(PAGES) - {"more/place/", "more/concerns/"}:  # they list every police station of the district
        said = words(forced.get(f"/track/{complaint.etag}/{page}", "10:01"))
        assert [word for word in hidden if word in said.split("Punjab police", 1)[-1]] == [], (page, said)


@pytest.mark.slow
def test_no_page_explains_the_second_word(complaint, twin, forced, free):
    """Nor does a page of a real complaint with a secret word, so its absence reveals nothing."""
    telling = ("harmless", "under pressure", "forces you", "silently", "2 hours")
    for number, visitor in ((complaint, forced), (twin, free)):
        for page in {*PAGES, "more/word/", "more/second-word/"}:
            said = words(visitor.get(f"/track/{number.etag}/{page}", "10:01"))
            assert [word for word in telling if word in said] == [], (page, said)


@pytest.mark.slow
def test_the_receipt_s_address_shows_what_the_page_shows(complaint, twin, forced, free):
    def looks(visitor, number):
        return visitor.get(f"/complaint/{draft_address(number.draft.pk)}/receipt/", "10:02")

    harmless, real = both(looks, complaint, twin, forced, free)
    assert harmless == real
    assert "The complaint cell reads it." in words(looks(forced, complaint))


def test_the_receipt_s_dates_are_those_of_the_page(complaint, twin, forced, free):
    """There are none, as for the twin: a calendar would show that something is due."""

    def asks(visitor, number):
        return visitor.get(f"/complaint/{draft_address(number.draft.pk)}/deadlines.ics", "10:02")

    harmless, real = both(asks, complaint, twin, forced, free)
    assert harmless == real
    assert harmless[0]["status"] == 302


def test_afterwards_the_number_agrees_with_what_was_done(complaint, forced):
    forced.posts(f"/track/{complaint.etag}/mine/withdraw/", "10:01", seen=1)
    for visitor in (forced, Visitor()):
        assert (
            '<p class="standing-state">Closed</p>' in visitor.get(f"/track/{complaint.etag}/", "10:02").content.decode()
        )


def test_forced_again_another_day_it_is_still_what_it_was(complaint, forced):
    forced.posts(f"/track/{complaint.etag}/mine/add/", "10:01", seen=1, **{"add-words": "It happened again."})
    later = Visitor()
    later.posts(f"/track/{complaint.etag}/key/", "+3d 10:00", key=DURESS)
    assert "It happened again." in words(later.get(f"/track/{complaint.etag}/mine/", "+3d 10:00"))


def test_the_real_word_opens_the_real_one_in_the_same_browser(complaint, forced):
    forced.posts(f"/track/{complaint.etag}/key/", "10:01", key=SECRET)
    assert "My uncle follows me to college." in words(forced.get(f"/track/{complaint.etag}/mine/", "10:01"))


def test_the_real_story_never_tells_that_the_word_was_said(complaint, forced):
    report_pressure_for_alarms(at=clock("10:00"))
    free = Visitor()
    free.posts(f"/track/{complaint.etag}/key/", "10:01", key=SECRET)
    page = free.get(f"/track/{complaint.etag}/mine/", "10:02").content.decode().lower()
    assert "report_pressure" not in re.findall(r'class="timeline.*?</ol>', page, re.DOTALL)
    assert not Event.objects.filter(complaint=complaint, kind="decoy").exists()


def test_the_visit_ends_after_ten_minutes_as_the_twin_s_does(complaint, twin, forced, free):
    def looks(visitor, number):
        return visitor.get(f"/track/{number.etag}/mine/", "10:11")

    harmless, real = both(looks, complaint, twin, forced, free, pages=())
    assert harmless == real
    assert harmless[0]["status"] == 302


def test_the_cookie_tells_an_onlooker_nothing(complaint, twin, forced, free):
    """The session is on the server. The browser has a key of 32 characters, renewed when the complaint is opened."""
    harmless, real = forced.client.cookies, free.client.cookies
    assert sorted(harmless) == sorted(real)
    for name in harmless:
        assert len(harmless[name].value) == len(real[name].value)
    with time_machine.travel(clock("10:00"), tick=False):
        assert len(str(forced.client.session["opened"])) - len(str(free.client.session["opened"])) <= 3


@pytest.fixture
def own_storage(settings, tmp_path):
    """Store files in the test's own folder."""
    place = settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = settings.STORAGES | {"evidence": place}
    settings.CLAMAV_URL = ""


@pytest.mark.slow
def test_a_spoken_addition_there_is_answered_as_the_twin_s_is(complaint, twin, forced, free, own_storage):
    def speaks(visitor, number):
        note = SimpleUploadedFile("note.webm", film("webm", video="", audio="libopus"), "audio/webm")
        return visitor.moves(number, "add", "10:01", seen=0, voice=note, **{"add-words": ""})

    harmless, real = both(speaks, complaint, twin, forced, free)
    assert harmless == real
    assert not Evidence.objects.filter(complaint=complaint).exists()
    assert not Event.objects.filter(complaint=complaint, kind="add").exists()


@pytest.mark.slow
def test_a_file_that_is_handed_in_there_is_kept_looked_at_and_shown_as_the_twin_s_is(
    complaint, twin, forced, free, own_storage
):
    def hands_in(visitor, number):
        file = SimpleUploadedFile("photo.jpg", photo(), "image/jpeg")
        return visitor.posts(f"/track/{number.etag}/evidence/", "10:01", evidence=[file])

    pages = ("evidence/", "mine/")
    harmless, real = both(hands_in, complaint, twin, forced, free, pages=pages)
    assert harmless == real
    inspect_decoy_files(at=clock("10:02"))
    inspect_waiting_files(at=clock("10:02"))
    harmless, real = both(lambda v, n: v.get(f"/track/{n.etag}/evidence/", "10:03"), complaint, twin, forced, free)
    assert harmless == real
    shown = [copy_of(forced, complaint), copy_of(free, twin)]
    assert [answer.status_code for answer in shown] == [200, 200]
    assert b"".join(shown[0]) == b"".join(shown[1])
    assert list(Evidence.objects.values_list("complaint_id", flat=True)) == [twin.pk]


@pytest.mark.slow
def test_a_file_that_is_taken_back_there_looks_taken_back_and_the_real_complaint_keeps_its_files(
    complaint, twin, forced, free, own_storage
):
    """The person who forces her sees the twin's pages; no file, event or message of the real complaint changes."""
    hers = Hands(FileOwner(complaint_id=complaint.pk)).gives("bruise.jpg", photo(), "09:30")
    inspect_waiting_files(at=clock("09:31"))

    def hands_in(visitor, number):
        file = SimpleUploadedFile("photo.jpg", photo(), "image/jpeg")
        return visitor.posts(f"/track/{number.etag}/evidence/", "10:01", evidence=[file])

    both(hands_in, complaint, twin, forced, free)
    inspect_decoy_files(at=clock("10:02"))
    inspect_waiting_files(at=clock("10:02"))
    before = standing_of(complaint, hers)

    def asks(visitor, number):
        return visitor.get(way_to_take_back(visitor, number), "10:03")

    def takes_back(visitor, number):
        return visitor.posts(way_to_take_back(visitor, number), "10:04")

    for act in (asks, takes_back):
        harmless, real = both(act, complaint, twin, forced, free, pages=("evidence/", "mine/"))
        assert harmless == real
    assert "The file was taken back." in harmless[1]["body"]
    assert "You took back a file." in harmless[2]["body"]
    assert standing_of(complaint, hers) == before
    assert twin.evidence.get().state == Evidence.State.WITHDRAWN
    theirs = f"/track/{complaint.etag}/evidence/{hers.pk}/withdraw/"
    assert forced.posts(theirs, "10:06").status_code == 404
    assert standing_of(complaint, hers) == before


def way_to_take_back(visitor, complaint) -> str:
    page = visitor.get(f"/track/{complaint.etag}/evidence/", "10:03").content.decode()
    return re.search(r"/track/\d+/evidence/[0-9a-f-]{36}/withdraw/", page)[0]


def standing_of(complaint, file) -> tuple:
    """Return what a move could have changed: the complaint's file, its history, and the messages about it."""
    row = Evidence.objects.get(pk=file.pk)
    told = Message.objects.filter(recipient=f"complainant:{complaint.complainant_id}").count()
    kinds = list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("kind", flat=True))
    return row.state, row.withdrawn_at, bool(row.shown), complaint.evidence.count(), kinds, told


def copy_of(visitor, complaint):
    """Return the picture at the URL in the list of files."""
    page = visitor.get(f"/track/{complaint.etag}/evidence/", "10:04").content.decode()
    return visitor.get(re.search(r"/track/\d+/evidence/[0-9a-f-]{36}/", page)[0], "10:04")


def test_the_receipt_s_paper_is_of_the_harmless_matter(complaint, twin, forced, free):
    def prints(visitor, number):
        answer = visitor.get(f"/complaint/{draft_address(number.draft.pk)}/receipt.pdf", "10:02")
        assert answer["Content-Type"] == "application/pdf"
        return CODE.sub("code", text_of(answer.content)).replace(number.spaced_etag, "#").replace(number.etag, "#")

    assert prints(forced, complaint) == prints(free, twin)
