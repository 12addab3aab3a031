"""The moves on the page: exactly those that the workflow permits, and each form makes its move."""

from itertools import product

import pytest

from accounts.services.postings import end_posting
from complaints.models import Complaint, Event
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import Outcome, Status
from complaints.rules.thresholds import LEGAL_HOLD_OFFICES
from complaints.services.facts import capacities_of
from complaints.workflow.table import permitted_moves
from tests.desk.conftest import address, forms, offered
from tests.world import clock

READERS = ["salma", "nadia", "bilal", "kamran", "dania", "farah", "usman", "imran", "hina", "zara", "asad", "latif"]


def came_to(world, status: Status) -> Complaint:
    """A complaint that reached a status by the fewest moves; Bilal holds it once it is marked."""
    complaint = world.complaint("financial_crime", "09:00")
    if status is Status.REJECTED:
        world.usman.does("reject", complaint, "09:05")
        return complaint
    if status is Status.WITHDRAWN:
        world.ayesha.does("ask_to_withdraw", complaint, "09:05")
        world.ayesha.does("withdraw", complaint, "09:06")
        return complaint
    way = {
        Status.MARKED: lambda: world.salma.marks(complaint, to=world.bilal, at="09:10"),
        Status.IN_INQUIRY: lambda: world.bilal.records_contact(complaint, "09:30"),
        "confirmed": lambda: world.ayesha.says("in_person", complaint, "10:00"),
        Status.AWAITING_CITIZEN: lambda: world.bilal.asks(complaint, "10:30"),
        "answered": lambda: world.ayesha.answers(complaint, "11:00"),
        Status.REPORTED: lambda: world.bilal.reports(complaint, "12:00"),
        "verified": lambda: world.salma.does("verify", complaint, "13:00", verdict="satisfied"),
        Status.RESOLVED: lambda: world.farah.does("accept", complaint, "14:00"),
        Status.CLOSED: lambda: world.ayesha.does("close", complaint, "15:00"),
    }
    if status is not Status.RECEIVED:
        for step, act in way.items():
            act()
            if step == status:
                break
    assert complaint.status == status
    return complaint


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize("status", [s for s in Status if s is not Status.MERGED])
def test_everybody_is_offered_exactly_what_the_table_allows_them(world, seat, status):
    complaint = came_to(world, status)
    at = "+1d 09:00"
    seen = Complaint.objects.unscoped("test").select_related("office").get(pk=complaint.pk)
    for name in READERS:
        person = world.people[name]
        answer = seat(person).opens(complaint, at)
        if not Complaint.objects.visible_to(person.actor).filter(pk=complaint.pk).exists():
            assert answer.status_code == 404, name
            continue
        held = capacities_of(person.actor, seen, at=clock(at))
        expected = {move.name for move in permitted_moves(Status(status), held) if move.has_page}
        expected -= {"ask_call", "urgent_act", "refer_outside", "lift_hold"}  # none is named if it is not needed
        expected -= {"refer_partner", "recall_partner"}  # no partner is registered
        if person.actor.office_kind not in LEGAL_HOLD_OFFICES:
            expected -= {"hold"}
        assert offered(answer) == expected, name
        assert forms(answer) <= expected, name


def test_the_clerk_and_auditor_are_offered_nothing_and_the_monitor_a_note(world, seat):
    complaint = came_to(world, Status.IN_INQUIRY)
    for reader, moves in ((world.hina, set()), (world.zara, {"note"}), (world.asad, set())):
        answer = seat(reader).opens(complaint, "+1d 09:00")
        assert answer.status_code == 200
        assert offered(answer) == moves
        assert "You can read what happened." in answer.content.decode()


def test_what_is_refused_now_says_why_instead_of_showing_a_form(world, seat):
    complaint = came_to(world, Status.MARKED)
    answer = seat(world.bilal).opens(complaint, "09:20")
    assert offered(answer) == {"begin", "record_contact", "try_contact", "tell_citizen", "invite", "note"}
    assert forms(answer) == {"record_contact", "try_contact", "tell_citizen", "invite", "note"}
    assert "Speak to the complainant first and record the contact." in answer.content.decode()


def test_nobody_is_shown_a_form_to_decide_on_their_own_report(world, seat):
    complaint = world.in_inquiry(holder="dania")
    world.dania.reports(complaint, "12:00")
    assert {"accept", "return_report"} <= forms(seat(world.farah).opens(complaint, "13:00"))
    assert not {"accept", "return_report"} & forms(seat(world.dania).opens(complaint, "13:00"))


def test_marking_offers_those_whom_the_policy_allows(world, seat):
    bribe = world.complaint("bribe_demand", "09:00", station="gulberg")
    html = seat(world.salma).opens(bribe, "09:10").content.decode()
    assert "Dania, Deputy Superintendent of Police, SDPO" in html
    assert not [name for name in ("Bilal", "Kamran", "Latif", "Rashid") if name in html]


@pytest.mark.slow
def test_a_reassignment_offers_everybody_but_the_holder_and_says_when_nobody_is_left(world, seat):
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    html = seat(world.dania).opens(complaint, "09:20").content.decode()
    assert f'<option value="{world.dania.posting.pk}">' in html
    assert f'<option value="{world.bilal.posting.pk}">' not in html
    alone = world.complaint("financial_crime", "09:01", station="gulberg")
    world.salma.marks(alone, to=world.kamran, at="09:10")
    end_posting(posting=world.latif.posting, at=clock("09:15"), by=None)
    html = seat(world.kamran).opens(alone, "09:20").content.decode()
    assert "Nobody else in your offices can be given this complaint." in html


@pytest.mark.parametrize(
    ("status", "actor", "move", "typed", "after"),
    [
        (Status.RECEIVED, "salma", "mark", {"to": "bilal", "words": "Be quick."}, Status.MARKED),
        (Status.RECEIVED, "usman", "reject", {"words": "A matter for a civil court."}, Status.REJECTED),
        (Status.MARKED, "bilal", "record_contact", {"how": "telephone", "words": "We spoke."}, Status.IN_INQUIRY),
        (Status.MARKED, "bilal", "try_contact", {"words": "No answer at ten."}, Status.MARKED),
        ("confirmed", "dania", "re_mark", {"to": "dania", "words": "I take it over."}, Status.MARKED),
        ("confirmed", "dania", "note", {"words": "Look at the bank first."}, Status.IN_INQUIRY),
        (Status.IN_INQUIRY, "salma", "confirm_contact", {}, Status.IN_INQUIRY),
        (Status.IN_INQUIRY, "salma", "deny_contact", {"answer": "nobody"}, Status.IN_INQUIRY),
        ("confirmed", "bilal", "ask_citizen", {"words": "Which bank?"}, Status.AWAITING_CITIZEN),
        (Status.AWAITING_CITIZEN, "bilal", "resume", {}, Status.IN_INQUIRY),
        (Status.AWAITING_CITIZEN, "salma", "resume", {"words": "She answered by phone."}, Status.IN_INQUIRY),
        (
            *("confirmed", "bilal", "submit_report"),
            *({"outcome": "relief_granted", "words": "The money was paid."}, Status.REPORTED),
        ),
        (Status.REPORTED, "salma", "verify", {"verdict": "satisfied"}, Status.REPORTED),
        (Status.REPORTED, "farah", "accept", {"words": "It is a civil matter after all."}, Status.REPORTED),
        (Status.REPORTED, "farah", "return_report", {"words": "Hear the dealer."}, Status.IN_INQUIRY),
        ("verified", "farah", "accept", {"words": "It is a civil matter after all."}, Status.RESOLVED),
    ],
)
def test_each_form_makes_its_move(world, seat, status, actor, move, typed, after):
    if status == "confirmed":
        complaint = world.in_inquiry()
    elif status == "verified":
        complaint = came_to(world, Status.REPORTED)
        world.salma.does("verify", complaint, "13:00", verdict="satisfied")
    else:
        complaint = came_to(world, status)
    typed = {name: world.people[value].posting.pk if name == "to" else value for name, value in typed.items()}
    sitting = seat(world.people[actor])
    at = "+1d 15:00" if move == "confirm_contact" else "15:00"  # the citizen has one day
    assert move in forms(sitting.opens(complaint, at))
    answer = sitting.posts(complaint, move, at, **typed)
    assert (answer.status_code, answer.headers.get("Location")) == (302, address(complaint))
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    event = Event.objects.filter(complaint=complaint).latest("seq")
    assert (complaint.status, event.kind, event.posting_id) == (after, move, world.people[actor].posting.pk)
    assert (event.words.text if typed.get("words") else "") == typed.get("words", "")
    assert 'class="notice notice-good"' in sitting.opens(complaint, at).content.decode()


def test_the_inquiry_of_a_category_without_contact_begins_by_its_form(world, seat):
    complaint = came_to(world, Status.MARKED)
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(contact=ContactState.NOT_NEEDED)
    assert seat(world.bilal).posts(complaint, "begin", "10:00").status_code == 302
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert complaint.status == Status.IN_INQUIRY


def test_an_fir_comes_with_its_number_and_station(world, seat):
    complaint = world.in_inquiry()
    bilal = seat(world.bilal)
    words = "Registered today at the station."
    answer = bilal.posts(complaint, "submit_report", "12:00", outcome=Outcome.FIR_REGISTERED, words=words)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter the FIR number and the police station." in html
    assert words in html
    assert "<title>Error:" in html
    fir = {"fir_number": "1204/26", "fir_station": "Gulberg"}
    answer = bilal.posts(complaint, "submit_report", "12:10", outcome=Outcome.FIR_REGISTERED, words=words, **fir)
    assert answer.status_code == 302
    assert "1204/26, Gulberg" in bilal.opens(complaint, "12:20").content.decode()


def test_a_crime_without_an_fir_needs_a_signed_reason(world, seat):
    complaint = came_to(world, Status.REPORTED)
    answer = seat(world.farah).posts(complaint, "accept", "13:00")
    assert answer.status_code == 422
    assert "If the crime has no FIR number, write your reason." in answer.content.decode()


NEEDED = [
    (Status.RECEIVED, "usman", "reject", {}),
    (Status.MARKED, "bilal", "record_contact", {"how": "in_person"}),
    ("confirmed", "bilal", "ask_citizen", {}),
    ("confirmed", "bilal", "submit_report", {"outcome": "not_proved"}),
    (Status.REPORTED, "farah", "return_report", {}),
]


@pytest.mark.mostly_slow(keep=6)
@pytest.mark.parametrize(("case", "words"), list(product(NEEDED, ["", "   ", "a\x00b", "a\x1bb", "x" * 10_001])))
def test_words_that_are_missing_or_no_text_are_refused_beside_the_field(world, seat, case, words):
    status, actor, move, typed = case
    complaint = world.in_inquiry() if status == "confirmed" else came_to(world, status)
    before = Event.objects.filter(complaint=complaint).count()
    answer = seat(world.people[actor]).posts(complaint, move, "13:00", words=words, **typed)
    assert answer.status_code == 422
    assert f'id="{move}_words_error"' in answer.content.decode()
    assert Event.objects.filter(complaint=complaint).count() == before


def test_a_refused_form_keeps_what_was_typed(world, seat):
    complaint = came_to(world, Status.RECEIVED)
    answer = seat(world.salma).posts(complaint, "mark", "10:00", to="", words="A long and careful note.")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "A long and careful note." in html
    assert 'id="mark_to_error"' in html


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("to", ["rashid", "hina", "salma", 0, "x", "9" * 30])
def test_a_complaint_is_marked_to_nobody_outside_or_without_such_work(world, seat, to):
    complaint = came_to(world, Status.RECEIVED)
    to = world.people[to].posting.pk if to in world.people else to
    answer = seat(world.salma).posts(complaint, "mark", "10:00", to=to)
    assert answer.status_code == 422
    assert "Choose one of these." in answer.content.decode()


@pytest.mark.slow
def test_a_move_that_was_never_offered_is_forbidden(world, seat):
    complaint = came_to(world, Status.REPORTED)
    for person, move in ((world.hina, "verify"), (world.zara, "accept"), (world.bilal, "return_report")):
        answer = seat(person).posts(complaint, move, "13:00", verdict="satisfied", words="I wish it.")
        assert answer.status_code == 403
    assert Event.objects.filter(complaint=complaint).latest("seq").kind == "submit_report"


@pytest.mark.parametrize("seen", ["", "x", -1, "9" * 40])
def test_a_forged_length_of_the_history_moves_nothing(world, seat, seen):
    complaint = came_to(world, Status.RECEIVED)
    answer = seat(world.salma).posts(complaint, "mark", "10:00", seen=seen, to=world.bilal.posting.pk)
    assert answer.status_code in {409, 422}
    assert Event.objects.filter(complaint=complaint).count() == 1


def test_who_was_second_sees_what_they_typed_and_how_it_stands(world, seat):
    complaint = came_to(world, Status.RECEIVED)
    world.usman.does("mark", complaint, "09:50", to=world.dania, words="I took it.")
    answer = seat(world.salma).posts(
        complaint, "mark", "10:00", seen=1, to=world.bilal.posting.pk, words="My careful note."
    )
    html = answer.content.decode()
    assert answer.status_code == 409
    for words in (
        "Someone else acted first. Nothing you entered was recorded.",
        "My careful note.",
        "Bilal, Inspector, Inquiry officer",
        "Additional Inspector General Usman marked it to Deputy Superintendent of Police Dania (SDPO, Gulberg Circle).",
        "I took it.",
        "Marked to officer",
    ):
        assert words in html


def test_a_refusal_that_someone_else_caused_shows_both_versions_too(world, seat):
    complaint = came_to(world, Status.REPORTED)
    seen = complaint.head.seq
    world.salma.does("verify", complaint, "13:00", verdict="satisfied", words="She is glad.")
    answer = seat(world.salma).posts(complaint, "verify", "13:05", seen=seen, verdict="not", words="She said no to me.")
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "She is glad." in html
    assert "She said no to me." in html
    assert "Not satisfied" in html


@pytest.mark.parametrize("language", ["", "/ur"])
def test_who_only_looks_at_the_address_of_a_move_is_led_to_the_complaint(world, seat, language):
    complaint = came_to(world, Status.IN_INQUIRY)
    answer = seat(world.bilal).get(f"{language}{address(complaint)}submit_report/", "11:00")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{language}{address(complaint)}"
    assert seat(world.bilal).get(f"{address(complaint)}sing/", "11:00").status_code == 404


def test_a_report_that_comes_after_the_sessions_end_is_not_lost_but_shown_to_be_copied(world, seat):
    complaint = came_to(world, Status.IN_INQUIRY)
    bilal = seat(world.bilal)
    bilal.client.logout()
    typed = {"words": "The shop <was> searched.\nNothing found.", "outcome": "relief_granted", "fir_number": "12/26"}
    answer = bilal.posts(complaint, "submit_report", "11:00", **typed)
    html = answer.content.decode()
    assert answer.status_code == 401
    assert "The shop &lt;was&gt; searched.<br>Nothing found." in html
    assert "12/26" in html
    assert f'href="/desk/sign-in/?next=/desk/complaints/{complaint.etag}/"' in html.replace("%2F", "/")
    assert "no-store" in answer.headers["Cache-Control"]
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert complaint.status == Status.IN_INQUIRY


def test_a_signed_out_move_says_the_same_of_a_complaint_that_does_not_exist(world, client):
    complaint = came_to(world, Status.IN_INQUIRY)

    def said(etag: str) -> str:
        page = client.post(f"/desk/complaints/{etag}/submit_report/", {"words": "Hello."}).content.decode()
        return page.replace(etag, "")

    assert said(complaint.etag) == said("999999999999")
    assert "Hello." in said(complaint.etag)
