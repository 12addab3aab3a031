"""*Today*: what waits for an officer over all postings, in the order of the next deadline, with its reason."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from complaints.models import Exclusion
from complaints.services.orders import give_order
from desk.queries import waiting_complaints
from desk.rules.why_now import Reason
from desk.services.notification_digests import choose_digest, send_notification_digests
from desk.today import today_page, waiting_tasks
from desk.today.today_lines import TodayLine, in_groups
from desk.today.waiting_tasks import WaitingTask
from notifications.message_rendering import render_message
from notifications.models import Message
from notifications.recipient_address import Address
from sla.services.sweeping import sweep
from tests.desk.conftest import address
from tests.factories import OfficerFactory, PostingFactory
from tests.world import Person, clock

TODAY = "/desk/today/"
LINE = re.compile(r'<li class="today-line.*?</li>', re.DOTALL)
TAGS = re.compile(r"<[^>]+>")
ETAG = re.compile(r'data-row="(\d{12})"')


def lines(answer) -> list[str]:
    """Return the text of each line, with single spaces."""
    assert answer.status_code == 200
    return [
        " ".join(html.unescape(TAGS.sub(" ", line)).split()).replace(" ,", ",")
        for line in LINE.findall(answer.content.decode())
    ]


def line_of(answer, complaint) -> str:
    (line,) = [one for one in lines(answer) if complaint.etag in one.replace(" ", "")]
    return line


def order(answer) -> list[str]:
    return ETAG.findall(answer.content.decode())


@pytest.fixture
def nasreen(world) -> list[Person]:
    """An inquiry officer in Lahore's circle and in Multan."""
    officer = OfficerFactory(name_en="Nasreen", rank=Rank.IP)
    offices = ("gulberg_circle", "multan")
    return [Person("nasreen", PostingFactory(officer=officer, office=world.office(code))) for code in offices]


def test_a_contact_says_how_long_is_left_and_the_exact_time_in_the_row(world, seat):
    complaint = world.complaint("property_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    line = line_of(seat(world.bilal).get(TODAY, "16:06"), complaint)
    assert line.startswith("Contact")
    assert "due in 54 min (23 November 2026, 17:00)" in line
    assert line_of(seat(world.bilal).get(TODAY, "19:06"), complaint).count("2 h late") == 1


def test_a_denied_contact_says_that_nobody_called(world, seat):
    complaint = world.complaint("property_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    world.ayesha.says("nobody", complaint, "10:00")
    assert line_of(seat(world.bilal).get(TODAY, "10:30"), complaint).startswith("Citizen says nobody called")


def test_a_returned_report_says_who_returned_it(world, seat):
    complaint = world.in_inquiry()
    world.bilal.reports(complaint, "11:00")
    assert line_of(seat(world.farah).get(TODAY, "11:30"), complaint).startswith("Decision on the report")
    assert order(seat(world.bilal).get(TODAY, "11:30")) == []
    world.farah.does("return_report", complaint, "12:00")
    line = line_of(seat(world.bilal).get(TODAY, "12:30"), complaint)
    assert line.startswith("Report returned by SP, Model Town Division")


@pytest.mark.slow
def test_after_a_reassignment_or_an_objection_the_line_says_what_is_due(world, seat):
    contact = world.complaint("property_crime", "09:00")
    world.salma.marks(contact, to=world.farah, at="09:10")
    report = world.in_inquiry(holder="farah")
    for complaint in (contact, report):
        world.usman.does("re_mark", complaint, "11:00", to=world.bilal)
    answer = seat(world.bilal).get(TODAY, "11:30")
    assert line_of(answer, contact).startswith("Reassigned by CCPO, Lahore: contact")
    assert line_of(answer, report).startswith("Reassigned by CCPO, Lahore: report")
    world.bilal.does("begin", report, "11:40")
    world.bilal.reports(report, "12:00")
    world.farah.does("accept", report, "12:10")
    world.salma.does("verify", report, "12:20", verdict="not", words="Nobody came.")
    world.ayesha.does("object", report, "13:00", words="Nobody came.")
    line = line_of(seat(world.usman).get(TODAY, "13:30"), report)
    assert line.startswith("Citizen says it is not solved: contact")


def test_a_question_waits_for_the_complainant_until_they_answer(world, seat):
    complaint = world.in_inquiry()
    world.bilal.asks(complaint, "11:00")
    assert order(seat(world.bilal).get(TODAY, "11:30")) == []
    world.ayesha.answers(complaint, "12:00")
    line = line_of(seat(world.bilal).get(TODAY, "12:30"), complaint)
    assert line.startswith("Citizen answered your question")


def test_an_order_waits_even_while_the_complainant_is_asked(world, seat):
    complaint = world.in_inquiry()
    world.bilal.asks(complaint, "11:00")
    due_at, at = clock("14:00"), clock("11:30")
    give_order(complaint_id=complaint.pk, words="Visit the shop.", due_at=due_at, by=world.dania.actor, at=at)
    line = line_of(seat(world.bilal).get(TODAY, "12:00"), complaint)
    assert line.startswith("Answer to an order")
    assert "due in 2 h" in line


def test_all_postings_are_one_list_in_the_order_of_the_deadline(world, seat, nasreen):
    """Finding D3: 42 complaints under the other posting, and "nothing waits for you"."""
    theft = world.complaint("property_crime", "09:00")
    crime = world.complaint("heinous_crime", "09:00", district="multan")
    world.salma.marks(theft, to=nasreen[0], at="09:10")
    world.sana.marks(crime, to=nasreen[1], at="09:10")
    desk = seat(nasreen[0])
    answer = desk.get(TODAY, "09:30")
    assert order(answer) == [crime.etag, theft.etag]
    assert "as Inquiry officer, Multan" in line_of(answer, crime)
    assert "as Inquiry officer, Gulberg Circle" in line_of(answer, theft)


def test_a_row_opens_under_its_posting(world, seat, nasreen):
    crime = world.complaint("heinous_crime", "09:00", district="multan")
    world.sana.marks(crime, to=nasreen[1], at="09:10")
    desk = seat(nasreen[0])
    (link,) = re.findall(rf'href="({address(crime)}[^"]*)"', desk.get(TODAY, "09:30").content.decode())
    assert link.endswith(f"?as={nasreen[1].posting.pk}")
    assert desk.get(link, "09:31").status_code == 200


@pytest.mark.slow
def test_the_number_of_statements_is_constant(world, seat, nasreen):
    """One posting and one complaint cost as much as four postings and nine complaints."""
    first = world.complaint("property_crime", "09:00")
    world.salma.marks(first, to=nasreen[0], at="09:10")
    desk = seat(nasreen[0])
    desk.get(TODAY, "09:20")
    with CaptureQueriesContext(connection) as few:
        desk.get(TODAY, "09:21")
    for code in ("garden_town", "kasur"):
        PostingFactory(officer=nasreen[0].officer, office=world.office(code))
    for n in range(8):
        complaint = world.complaint("property_crime", f"09:2{n}", district=("lahore", "multan")[n % 2])
        (world.salma, world.sana)[n % 2].marks(complaint, to=nasreen[n % 2], at="09:30")
    with CaptureQueriesContext(connection) as many:
        answer = desk.get(TODAY, "09:40")
    assert len(order(answer)) == 9
    assert len(many) == len(few) <= 12


def hide_from(complaint, office) -> None:
    """Exclude an office, and leave the complaint with its holder: the list itself has to hide it."""
    ground = Exclusion.Ground.KEEP_OUT
    Exclusion.objects.create(complaint=complaint, office=office, ground=ground, since=clock("09:30"))


def test_an_excluded_officer_sees_nothing_of_it_and_no_number_counts_it(world, seat):
    complaint, other = world.complaint("property_crime", "09:00"), world.complaint("property_crime", "09:05")
    for one in (complaint, other):
        world.salma.marks(one, to=world.bilal, at="09:10")
    bilal = seat(world.bilal)
    assert order(bilal.get(TODAY, "09:20")) == [complaint.etag, other.etag]
    hide_from(complaint, world.office("gulberg_circle"))
    answer = bilal.get(TODAY, "09:40")
    assert order(answer) == [other.etag]
    assert answer.context["number"] == 1
    assert complaint.etag not in answer.content.decode()


@pytest.mark.slow
def test_an_excluded_head_is_shown_neither_the_report_nor_the_escalation(world, seat):
    """A second report and a second delay are shown, so that the page does load them."""
    hidden, shown = world.in_inquiry(), world.in_inquiry(by="bashir")
    late_hidden, late_shown = world.complaint("property_crime", "09:00"), world.complaint("property_crime", "09:01")
    for one in (late_hidden, late_shown):
        world.salma.marks(one, to=world.dania, at="09:10")
    for one in (hidden, shown):
        world.bilal.reports(one, "11:00")
    for one in (hidden, late_hidden):
        hide_from(one, world.office("model_town"))
    sweep(at=clock("18:00"))
    answer = seat(world.farah).get(TODAY, "18:10")
    assert set(order(answer)) == {shown.etag, late_shown.etag}
    assert answer.context["number"] == 2


def test_an_escalation_waits_for_the_head_who_was_notified(world, seat):
    complaint = world.complaint("property_crime", "09:00")
    world.salma.marks(complaint, to=world.latif, at="09:10")
    sweep(at=clock("18:00"))
    line = line_of(seat(world.kamran).get(TODAY, "18:10"), complaint)
    assert line.startswith("Escalated to you")
    assert "1 h late" in line


def test_a_task_replaces_only_what_the_queue_lists_it_for_and_nothing_sooner():
    def line(reason, hour):
        return TodayLine("", "", clock(hour), clock(hour), reason=reason)

    task = WaitingTask("", due_at=clock("12:00"), replaces=frozenset({Reason.VERIFY, Reason.MARK}))
    assert line(Reason.VERIFY, "12:00").is_replaced_by(task)
    assert not line(Reason.REFER, "12:00").is_replaced_by(task)
    assert not line(Reason.MARK, "11:59").is_replaced_by(task)
    assert not TodayLine("", "", None, clock("12:00")).is_replaced_by(WaitingTask(""))


@pytest.mark.slow
def test_a_list_that_is_not_read_whole_is_counted_as_at_least_and_loses_nothing_urgent(world, seat, monkeypatch):
    """An order to one of the complaints that were registered last is due before all contacts."""
    complaints = [world.complaint("property_crime", f"09:0{minute}") for minute in range(4)]
    for complaint in complaints:
        world.salma.marks(complaint, to=world.bilal, at="09:10")
    give_order(
        complaint_id=complaints[3].pk, words="Visit.", due_at=clock("12:00"), by=world.dania.actor, at=clock("09:20")
    )
    choose_digest(world.bilal.officer.pk, frequency="daily", hour=12)
    bilal = seat(world.bilal)
    assert bilal.get(TODAY, "09:30").context["number"] == 4
    monkeypatch.setattr(waiting_complaints, "MOST_OF_A_POSTING", 2)
    answer = bilal.get(TODAY, "+1d 12:00")
    assert order(answer) == [complaints[3].etag, complaints[0].etag]
    page = " ".join(answer.content.decode().split())
    assert "At least 2 tasks wait for you, nearest deadline first." in page
    assert "At least 2 are late." in page
    assert "There is more." in page
    assert send_notification_digests(at=clock("+1d 12:05")) == 1
    (message,) = Message.objects.filter(template="notification_digest")
    letter = render_message("notification_digest", message.context, address=Address(email="b@example.org")).letter
    assert "At least 2 tasks wait for you. At least 2 are late." in letter


def test_the_numbers_count_what_the_page_does_not_show(world, seat, monkeypatch):
    for minute in range(3):
        world.salma.marks(world.complaint("property_crime", f"09:0{minute}"), to=world.bilal, at="09:10")
    monkeypatch.setattr(today_page, "SHOWN", 2)
    answer = seat(world.bilal).get(TODAY, "18:00")
    assert len(order(answer)) == 2
    assert (answer.context["number"], answer.context["late"], answer.context["groups"]["late"].number) == (3, 3, 3)
    assert "3 tasks wait for you" in answer.content.decode()


def test_late_work_cuts_off_nothing_that_has_no_deadline(world, seat):
    late = [a_line(f"report {number}", due_at=clock("09:00")) for number in range(3)]
    letters = [a_line("letters", due_at=None), a_line("tips", due_at=None)]
    groups = in_groups([*late, *letters], at=clock("10:00"), most=2)
    assert [line.why for line in groups["late"].lines] == ["report 0", "report 1"]
    assert [line.why for line in groups["undated"].lines] == ["letters", "tips"]


def a_line(why: str, *, due_at) -> TodayLine:
    return TodayLine(why, "/", due_at, sort_at=due_at or clock("08:00"))


def test_a_clerk_has_none_of_the_work_of_the_officers_whose_complaints_they_read(world, seat):
    world.salma.marks(world.complaint("property_crime"), to=world.bilal, at="09:10")
    answer = seat(world.hina).get(TODAY, "18:00")
    assert lines(answer) == []
    assert "Nothing waits for you" in answer.content.decode()


@pytest.mark.slow
def test_a_source_that_returns_its_most_makes_the_number_at_least(world, seat, monkeypatch):
    complaint = world.in_inquiry()
    world.bilal.reports(complaint, "11:00")
    salma = seat(world.salma)
    assert not salma.get(TODAY, "12:00").context["is_at_least"]
    monkeypatch.setattr(waiting_tasks, "MOST_OF_A_KIND", 1)
    assert salma.get(TODAY, "12:00").context["is_at_least"]


def test_pressure_names_no_complaint(world, seat):
    complaint = world.in_inquiry()
    world.ayesha.does("report_pressure", complaint, "11:00")
    answer = seat(world.nadia).get(TODAY, "11:30")
    (line,) = [one for one in lines(answer) if "pressure" in one]
    assert "1 report of pressure" in line
    assert complaint.etag not in line.replace(" ", "")
    others = [one for one in lines(answer) if one != line]
    assert all("Spot check" in one for one in others)  # a confirmed contact is sampled now and then
    assert "pressure" not in " ".join(lines(seat(world.bilal).get(TODAY, "11:30")))


def test_nothing_to_do_says_so_and_where_to_go(world, seat):
    for person, words in ((world.bilal, "View your office"), (world.zara, "Your decisions and answers")):
        page = seat(person).get(TODAY, "12:00").content.decode()
        assert "Nothing waits for you" in page
        assert words in page


def test_a_protected_statement_is_not_shown(world, seat):
    complaint = world.complaint("gender_harassment", "09:00", text="He follows me home.")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    answer = seat(world.dania).get(TODAY, "09:30")
    assert complaint.etag in order(answer)
    assert "He follows me" not in answer.content.decode()


def test_who_has_no_posting_reads_why(world, seat):
    officer = OfficerFactory(name_en="Nobody")
    assert seat(Person("nobody", PostingFactory.build(officer=officer))).get(TODAY, "12:00").status_code == 403


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MONITOR, Role.DISCIPLINE_OFFICER])
def test_every_role_has_the_page(world, seat, role):
    officer = OfficerFactory(name_en="Somebody")
    posting = PostingFactory(officer=officer, office=world.office("punjab"), role=role, is_head=False)
    assert seat(Person("somebody", posting)).get(TODAY, "12:00").status_code == 200
