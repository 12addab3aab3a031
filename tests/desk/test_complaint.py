"""The page of one complaint: what it shows to each reader, and how many statements it needs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Complaint
from complaints.rules.actors import SYSTEM
from complaints.rules.statuses import Outcome
from complaints.services import history, linking
from complaints.services.exclusion.officer_naming import name_officer
from complaints.services.moves import lock_complaint
from desk.queries.complaint_details import load_complaint
from tests.desk.conftest import DESK, OFFICE, address, forms
from tests.signing_in import sign_in
from tests.world import clock

SESSION = 3  # session, officer, postings
MOST = 12  # without the savepoint of the page's transaction; and the bell
FOR_A_PROPOSAL = 1  # the workloads; one more where the place has routing rules
FOR_A_NAME = 3  # namings and hearings; the conflict exclusion, and acting officers


def page(answer) -> str:
    return answer.content.decode()


def cost(queries: CaptureQueriesContext) -> int:
    """Return the number of statements without the savepoint that stands for the page's transaction in a test."""
    return sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE SAVEPOINT")) for one in queries.captured_queries)


def test_a_stranger_is_asked_to_sign_in_and_then_comes_back(world, client):
    complaint = world.complaint()
    for path in (DESK, OFFICE, address(complaint)):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/desk/sign-in/?next={path}"
    assert client.post(f"{address(complaint)}mark/").status_code == 401


def test_an_officer_without_a_posting_is_told_so(world, client):
    type(world.latif.posting).objects.filter(pk=world.latif.posting.pk).update(ends_at=clock("08:00"))
    sign_in(client, world.latif.officer)
    answer = client.get(DESK)
    assert answer.status_code == 403
    assert "You have no current posting" in page(answer)


def test_a_role_that_reads_no_complaints_is_refused_clearly(world, seat):
    complaint = world.complaint()
    for path in (OFFICE, address(complaint)):
        answer = seat(world.omar).get(path, "09:30")
        assert answer.status_code == 403
        assert "This posting cannot read complaints" in page(answer)
    assert seat(world.omar).posts(complaint, "mark", "09:30").status_code == 403


@pytest.mark.slow
def test_another_districts_complaint_does_not_exist(world, seat):
    complaint = world.complaint(station="gulberg")
    for outsider in (world.rashid, world.sana, world.dania):
        assert seat(outsider).opens(complaint, "09:30").status_code == 404
        assert seat(outsider).posts(complaint, "mark", "09:30", to=world.bilal.posting.pk).status_code == 404
    assert seat(world.usman).opens(complaint, "09:30").status_code == 200


@pytest.mark.parametrize("etag", ["000000000000", "12", "abc", "26 48"])
def test_an_unknown_number_is_a_404(world, seat, etag):
    assert seat(world.usman).get(f"/desk/complaints/{etag}/", "09:30").status_code == 404


def test_a_move_that_is_none_is_a_404(world, seat):
    complaint = world.complaint()
    for move in ("fly", "close", "auto_mark", "hear"):
        assert seat(world.salma).posts(complaint, move, "09:30").status_code == 404


def test_a_move_is_never_made_by_following_a_link(world, seat):
    complaint = world.complaint(at="09:00")
    seat(world.salma).get(f"{address(complaint)}mark/", "09:30", to=world.bilal.posting.pk, seen=complaint.head.seq)
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert (complaint.status, complaint.holder_id) == ("received", None)


def test_nothing_of_the_desk_is_kept_by_a_browser(world, seat):
    complaint = world.complaint()
    for path in (DESK, OFFICE, address(complaint)):
        assert "no-store" in seat(world.salma).get(path, "09:30").headers["Cache-Control"]


def test_the_page_shows_the_matter_and_who_brought_it(world, seat):
    complaint = world.complaint(
        "financial_crime", station="gulberg", landmark="Liberty Market", concerns="A dealer", happened_on="2026-11-20"
    )
    html = page(seat(world.salma).opens(complaint, "09:30"))
    for words in (
        "My shop was broken into during the night.",
        "Fraud, cheque or document crime",
        "Gulberg Police Station",
        "Liberty Market",
        "A dealer",
        "20 November 2026",
        "23 November 2026, 09:00",
        "Complaint cell, Lahore",
        "Ayesha",
        "+923001112233",
    ):
        assert words in html


PERSONAL = {"name": "Zubaida Khatoon", "phone": "+923339998877", "email": "z@example.org", "address": "House 9"}


@pytest.mark.slow
@pytest.mark.parametrize(("category", "asked"), [("gender_harassment", False), ("financial_crime", True)])
def test_a_protected_identity_is_the_cells_alone(world, seat, category, asked):
    complaint = world.complaint(category, protected=asked, **PERSONAL)
    world.salma.marks(complaint, to=world.dania, at="09:10")
    for reader in (world.dania, world.farah, world.usman, world.imran, world.zara, world.asad):
        html = page(seat(reader).opens(complaint, "09:30"))
        assert "Identity protected" in html
        assert not [words for words in (*PERSONAL.values(), "3339998877") if words in html]
    for operator in (world.salma, world.nadia):
        html = page(seat(operator).opens(complaint, "09:30"))
        assert all(words in html for words in PERSONAL.values())


def test_the_identity_of_others_is_seen_by_whoever_has_the_complaint(world, seat):
    complaint = world.complaint("financial_crime", **PERSONAL)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    assert "Zubaida Khatoon" in page(seat(world.bilal).opens(complaint, "09:30"))


@pytest.mark.slow
def test_the_timeline_tells_the_story_in_plain_words(world, seat):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.does("mark", complaint, "09:10", to=world.bilal, words="Please be quick.")
    world.bilal.does("record_contact", complaint, "09:30", words="We spoke for ten minutes.")
    world.salma.does("deny_contact", complaint, "10:00", answer="someone_else", words="")
    world.bilal.does("record_contact", complaint, "10:30", words="Now it was me.")
    world.ayesha.says("in_person", complaint, "11:00")
    world.bilal.does("ask_citizen", complaint, "11:30", words="Which bank was it?")
    world.ayesha.does("resume", complaint, "12:00", words="The one in Liberty.")
    world.bilal.reports(complaint, "13:00", Outcome.FIR_REGISTERED, fir_number="12/26", fir_station="Gulberg")
    world.salma.does("verify", complaint, "14:00", verdict="not", words="She wants more.")
    world.farah.does("accept", complaint, "15:00")
    world.ayesha.does("object", complaint, "16:00", words="It is not solved.")
    html = page(seat(world.usman).opens(complaint, "17:00"))
    for sentence in (
        "The complainant registered it on the web.",
        "Salma marked it to Inspector Bilal (Inquiry officer, Gulberg Circle).",
        "Inspector Bilal recorded that they spoke to the complainant.",
        "Salma called: the complainant says somebody else spoke to them.",
        "The complainant says the officer personally spoke to them.",
        "Inspector Bilal asked the complainant a question.",
        "The complainant answered. The report deadline is no longer paused.",
        "Inspector Bilal submitted the report: FIR registered.",
        "Salma asked: the complainant is not satisfied.",
        "Superintendent of Police Farah accepted the report.",
        "The complainant objects. A new round begins with Additional Inspector General Usman (CCPO, Lahore).",
        "Inquiry officer, Gulberg Circle",
        "Which bank was it?",
        "The contact is due.",
    ):
        assert sentence in html


def test_words_for_officers_look_different_from_words_for_the_citizen(world, seat):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.does("mark", complaint, "09:10", to=world.bilal, words="Between us.")
    world.bilal.does("record_contact", complaint, "09:30", words="For everyone.")
    entries = seat(world.usman).opens(complaint, "10:00").context["entries"]
    internal = {entry["words"]: entry["internal"] for entry in entries if entry.get("words")}
    assert internal == {"Between us.": True, "For everyone.": False}


def test_what_the_clock_did_is_told_too(world, seat):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    head, complaint = lock_complaint(complaint.pk)
    for kind, told in (("reminder", True), ("breach", world.dania.posting.pk), ("escalation", world.usman.posting.pk)):
        facts = {"state": history.event_state_of(complaint), "clock": "contact", "told": told}
        history.append(head, history.EventEntry(kind, 1, facts), by=SYSTEM, at=clock("17:00"))
    entries = {
        entry["sentence"]: entry.get("tone") for entry in seat(world.usman).opens(complaint, "18:00").context["entries"]
    }
    assert entries["Reminder: most of the time has passed (Contact)."] == ""
    dania, usman = "Deputy Superintendent of Police Dania (SDPO, Gulberg Circle)", "Additional Inspector General Usman"
    assert entries[f"Deadline passed (Contact). {dania} was notified."] == "late"
    assert entries[f"Still overdue (Contact). {usman} (CCPO, Lahore) was notified."] == "late"


def test_an_event_that_nobody_described_is_shown_all_the_same(world, seat):
    complaint = world.complaint()
    head, complaint = lock_complaint(complaint.pk)
    history.append(head, history.EventEntry("eclipse", 1, {}), by=SYSTEM, at=clock("09:10"))
    assert "Other event recorded (eclipse)." in page(seat(world.usman).opens(complaint, "09:30"))


def test_what_people_type_is_shown_as_text(world, seat):
    complaint = world.complaint("financial_crime", text="<script>alert(1)</script> {who}")
    html = page(seat(world.salma).opens(complaint, "09:30"))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {who}" in html


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("reader", ["salma", "bilal", "dania", "usman", "asad"])
def test_a_long_story_costs_no_more_than_a_short_one(world, seat, reader):
    complaint = world.in_inquiry()
    sitting = seat(world.people[reader])
    counts = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert sitting.opens(complaint, "+1d 12:00").status_code == 200
        counts.append(cost(queries))
        if turn == 0:
            lengthen(world, complaint, 30)
    assert counts[0] == counts[1] <= SESSION + MOST


def lengthen(world, complaint: Complaint, events: int):
    """Add this many events, with text, by several people, to the history."""
    head, complaint = lock_complaint(complaint.pk)
    people = [world.bilal, world.dania, world.salma]
    for number in range(events):
        state = history.event_state_of(complaint) | {"holder": people[number % 3].posting.pk}
        entry = history.EventEntry("hear", 1, {"state": state}, words=f"Word {number}", for_citizen=False)
        history.append(head, entry, by=people[number % 3].actor, at=clock("11:00"))


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("moves", range(6))
def test_no_state_of_a_complaint_costs_more_than_fifteen_statements(world, seat, moves):
    complaint = world.complaint("financial_crime", "09:00")
    story = [
        lambda: world.salma.marks(complaint, to=world.bilal, at="09:10"),
        lambda: world.bilal.records_contact(complaint, "09:30"),
        lambda: world.ayesha.says("in_person", complaint, "10:00"),
        lambda: world.bilal.asks(complaint, "11:00"),
        lambda: (world.ayesha.answers(complaint, "12:00"), world.bilal.reports(complaint, "13:00")),
    ]
    for move in story[:moves]:
        move()
    for reader in (world.salma, world.usman, world.bilal):
        if load_complaint(reader.actor, complaint.etag) is None:
            continue
        sitting = seat(reader)
        with CaptureQueriesContext(connection) as queries:
            assert sitting.opens(complaint, "14:00").status_code == 200
        assert cost(queries) <= SESSION + MOST


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("moves", range(6))
def test_nor_does_one_whose_history_names_another_complaint(world, seat, moves):
    earlier, complaint = world.complaint("threats", "09:00"), world.complaint("threats", "09:01")
    linking.link_complaints(
        complaint, typed_etag=earlier.etag, by=world.salma.actor, at=clock("09:05"), words="One gang."
    )
    story = [
        lambda: world.salma.marks(complaint, to=world.usman, at="09:10"),  # the heads of offices, and the holder
        lambda: world.usman.does("re_mark", complaint, "09:20", to=world.bilal, words="Nearer."),
        lambda: world.bilal.records_contact(complaint, "09:30"),
        lambda: world.ayesha.says("in_person", complaint, "10:00"),
        lambda: world.bilal.reports(complaint, "13:00"),
    ]
    for move in story[:moves]:
        move()
    for name in ("salma", "nadia", "usman", "dania", "bilal", "imran", "zara"):
        sitting = seat(world.people[name])
        with CaptureQueriesContext(connection) as queries:
            answer = sitting.opens(complaint, "14:00")
        most = SESSION + MOST + (FOR_A_PROPOSAL if "mark" in forms(answer) else 0)
        assert answer.status_code == 404 or cost(queries) <= most


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("reader", ["dania", "usman", "nadia", "zara"])
def test_a_complaint_that_names_an_officer_costs_a_stated_number_more(world, seat, reader):
    complaint = world.in_inquiry(category="bribe_demand", holder="dania", station="gulberg")
    name_officer(
        complaint_id=complaint.pk,
        officer_id=world.latif.officer.pk,
        why="Ayesha pointed him out.",
        by=world.nadia.actor,
        at=clock("10:30"),
    )
    sitting = seat(world.people[reader])
    with CaptureQueriesContext(connection) as queries:
        assert sitting.opens(complaint, "14:00").status_code == 200
    assert cost(queries) <= SESSION + MOST + FOR_A_NAME


def test_who_holds_several_postings_can_change_between_them(world, seat):
    assert "Change posting" in page(seat(world.usman).get(DESK, "09:00"))
    assert "Change posting" not in page(seat(world.bilal).get(DESK, "09:00"))


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("etag", ["%00", "%D9%A3" * 12, "1" * 400, "1", "2648 1907 3555", "a%00b"])
def test_an_address_that_names_no_complaint_is_not_found(world, seat, etag):
    salma = seat(world.salma)
    assert salma.get(f"/desk/complaints/{etag}/", "09:00").status_code == 404
    assert salma.sends(f"/desk/complaints/{etag}/mark/", "09:00").status_code == 404
