"""The two queues: which complaints they contain, their order, their filters, and their cost."""

import pytest

from accounts.models import Posting
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from complaints.rules.statuses import Status
from tests.desk.conftest import DESK, OFFICE, etags
from tests.factories import PostingFactory
from tests.world import Person, clock


def numbers(*complaints):
    return [complaint.etag for complaint in complaints]


@pytest.fixture
def three(world):
    """Register a fraud and a theft (contact within eight hours) and a serious crime (one hour), in that order."""
    return [world.complaint(c, "09:00") for c in ("financial_crime", "property_crime", "heinous_crime")]


def test_an_inquiry_officer_sees_what_they_hold_most_urgent_first(world, seat, three):
    fraud, theft, crime = three
    for complaint in (fraud, crime):
        world.salma.marks(complaint, to=world.bilal, at="09:10")
    assert etags(seat(world.bilal).get(DESK, "09:20")) == numbers(crime, fraud)
    world.salma.marks(theft, to=world.dania, at="09:30")
    assert etags(seat(world.bilal).get(DESK, "09:40")) == numbers(crime, fraud)
    assert etags(seat(world.dania).get(DESK, "09:40")) == numbers(theft)


def test_an_operator_sees_what_waits_for_the_cell(world, seat, three):
    fraud, theft, crime = three
    salma = seat(world.salma)
    assert etags(salma.get(DESK, "09:05")) == numbers(crime, fraud, theft)
    world.salma.marks(theft, to=world.bilal, at="09:10")
    assert etags(salma.get(DESK, "09:15")) == numbers(crime, fraud)
    world.bilal.records_contact(theft, "09:20")
    assert set(etags(salma.get(DESK, "09:25"))) == set(numbers(crime, theft, fraud))
    world.ayesha.says("in_person", theft, "09:30")
    assert set(etags(salma.get(DESK, "09:35"))) == set(numbers(crime, fraud))
    world.bilal.reports(theft, "10:00")
    assert set(etags(salma.get(DESK, "10:05"))) == set(numbers(crime, theft, fraud))
    world.salma.does("verify", theft, "10:10", verdict="satisfied")
    assert set(etags(salma.get(DESK, "10:15"))) == set(numbers(crime, fraud))


def test_the_cpos_cell_asks_about_conduct_and_the_districts_does_not(world, seat):
    bribe = world.complaint("bribe_demand", "09:00", station="gulberg")
    world.salma.marks(bribe, to=world.dania, at="09:10")
    world.dania.records_contact(bribe, "09:30")
    assert etags(seat(world.salma).get(DESK, "09:40")) == []
    assert etags(seat(world.nadia).get(DESK, "09:40")) == numbers(bribe)


def test_what_stands_in_a_district_without_an_operator_is_the_cpos_to_see_to(world, seat):
    Posting.objects.filter(pk=world.salma.posting.pk).update(ends_at=clock("12:00"))
    received, claimed, reported = world.complaint(at="09:00"), world.complaint(at="09:01"), world.in_inquiry()
    world.salma.marks(claimed, to=world.bilal, at="09:10")
    world.bilal.records_contact(claimed, "09:30")
    world.bilal.reports(reported, "10:30")
    assert set(etags(seat(world.salma).get(DESK, "11:59"))) == {received.etag, claimed.etag, reported.etag}
    assert etags(seat(world.nadia).get(DESK, "11:59")) == []
    assert set(etags(seat(world.nadia).get(DESK, "12:00"))) == {received.etag, claimed.etag, reported.etag}


@pytest.mark.slow
@pytest.mark.parametrize("office", ["region_lahore", "punjab"])
def test_what_stands_above_the_districts_is_the_cpos_to_see_to(world, seat, office):
    above = PostingFactory(office=world.office(office), role=Role.SUPERVISOR, officer__rank=Rank.DIG)
    complaint = world.complaint(at="09:00")
    world.imran.marks(complaint, to=Person("above", above), at="09:10")
    Person("above", above).records_contact(complaint, "09:30")
    assert etags(seat(world.salma).get(DESK, "09:40")) == []
    assert etags(seat(world.nadia).get(DESK, "09:40")) == numbers(complaint)
    world.ayesha.says("in_person", complaint, "09:50")
    assert etags(seat(world.nadia).get(DESK, "09:55")) == []
    Person("above", above).reports(complaint, "10:00")
    assert etags(seat(world.nadia).get(DESK, "10:10")) == numbers(complaint)


def test_a_region_with_an_operator_has_what_its_districts_have_no_cell_for(world, seat):
    farid = PostingFactory(office=world.office("region_lahore"), role=Role.COMPLAINT_OPERATOR)
    complaint = world.complaint(at="09:00")
    assert etags(seat(Person("farid", farid)).get(DESK, "09:10")) == []
    Posting.objects.filter(pk=world.salma.posting.pk).update(ends_at=clock("09:20"))
    assert etags(seat(Person("farid", farid)).get(DESK, "09:30")) == numbers(complaint)
    assert etags(seat(world.nadia).get(DESK, "09:30")) == []


def test_an_office_sees_all_that_is_open_within_it(world, seat, three):
    fraud, theft, crime = three
    world.salma.marks(fraud, to=world.bilal, at="09:10")
    world.salma.does("mark", theft, "09:10", to=world.kamran)
    assert etags(seat(world.usman).get(OFFICE, "09:20")) == numbers(crime, fraud, theft)
    assert etags(seat(world.dania).get(OFFICE, "09:20")) == numbers(fraud, theft)
    assert etags(seat(world.kamran).get(OFFICE, "09:20")) == numbers(theft)
    assert etags(seat(world.rashid).get(OFFICE, "09:20")) == []


def test_a_conduct_complaint_is_not_on_the_list_of_the_station_that_it_is_about(world, seat):
    bribe = world.complaint("bribe_demand", "09:00", station="gulberg")
    world.salma.marks(bribe, to=world.dania, at="09:10")
    assert etags(seat(world.dania).get(OFFICE, "09:20")) == numbers(bribe)
    assert etags(seat(world.kamran).get(OFFICE, "09:20")) == []
    assert etags(seat(world.latif).get(OFFICE, "09:20")) == []


def test_a_clerk_does_not_see_a_confidential_complaint(world, seat):
    harassment = world.complaint("gender_harassment", "09:00")
    world.salma.marks(harassment, to=world.dania, at="09:10")
    assert etags(seat(world.dania).get(OFFICE, "09:20")) == numbers(harassment)
    assert etags(seat(world.hina).get(OFFICE, "09:20")) == []


@pytest.mark.slow
def test_filters_narrow_by_status_category_office_clock_and_contact(world, seat, three):
    fraud, theft, crime = three
    world.salma.marks(fraud, to=world.bilal, at="09:10")
    usman = seat(world.usman)

    def found(**filters):
        return set(etags(usman.get(OFFICE, "12:00", **filters)))

    assert found(status="marked") == {fraud.etag}
    assert found(category="property_crime") == {theft.etag}
    assert found(office="gulberg_circle") == {fraud.etag}
    assert found(office="lahore", status="received") == {theft.etag, crime.etag}
    assert found(clock="overdue") == {crime.etag}
    assert found(clock="day") == {fraud.etag, theft.etag}
    assert found(clock="fine") == set()
    assert found(contact="late") == {crime.etag}
    assert found(contact="open") == {fraud.etag, theft.etag, crime.etag}
    assert found(category="property_crime", status="marked") == set()


def test_the_clock_filter_knows_paused_and_fine(world, seat):
    asked, calm = world.in_inquiry(), world.in_inquiry()
    world.bilal.asks(asked, "11:00")
    bilal = seat(world.bilal)
    assert etags(bilal.get(OFFICE, "12:00", clock="paused")) == numbers(asked)
    assert etags(bilal.get(OFFICE, "12:00", clock="fine")) == numbers(calm)


def test_contact_in_time_and_late_follow_what_the_citizen_confirmed(world, seat):
    in_time = world.in_inquiry(at="10:00")
    late = world.complaint("financial_crime", "09:00")
    world.salma.marks(late, to=world.bilal, at="09:10")
    world.bilal.records_contact(late, "18:00")
    claimed = etags(seat(world.bilal).get(OFFICE, "18:30", contact="claimed"))
    world.ayesha.says("in_person", late, "19:00")
    bilal = seat(world.bilal)
    assert claimed == numbers(late)
    assert etags(bilal.get(OFFICE, "20:00", contact="in_time")) == numbers(in_time)
    assert etags(bilal.get(OFFICE, "20:00", contact="late")) == numbers(late)


@pytest.mark.slow
def test_a_report_is_in_time_or_late_and_one_that_is_owed_is_late(world, seat):
    in_time, owed, late = (world.in_inquiry() for _ in range(3))
    world.bilal.reports(in_time, "+1d 09:00")
    usman = seat(world.usman)
    assert etags(usman.get(OFFICE, "+1d 12:00", report="late")) == []
    world.bilal.reports(late, "+20d 09:00")
    assert etags(usman.get(OFFICE, "+20d 12:00", report="in_time")) == numbers(in_time)
    assert set(etags(usman.get(OFFICE, "+20d 12:00", report="late"))) == {owed.etag, late.etag}


def test_an_office_itself_has_what_stands_at_none_below_it(world, seat, three):
    fraud, theft, crime = three
    world.salma.marks(fraud, to=world.dania, at="09:10")
    world.salma.does("mark", theft, "09:10", to=world.kamran)
    usman = seat(world.usman)
    assert etags(usman.get(OFFICE, "09:20", office="gulberg_circle")) == numbers(fraud, theft)
    assert etags(usman.get(OFFICE, "09:20", office="gulberg_circle", only="1")) == numbers(fraud)
    assert etags(usman.get(OFFICE, "09:20", office="lahore", only="1")) == numbers(crime)
    assert etags(seat(world.dania).get(OFFICE, "09:20", only="1")) == numbers(fraud)
    assert etags(seat(world.imran).get(OFFICE, "09:20", office="punjab", only="1")) == []
    assert len(etags(seat(world.imran).get(OFFICE, "09:20", office="punjab"))) == 3


def test_days_are_those_of_the_wall_clock_and_both_ends_count(world, seat):
    late_evening = world.complaint("property_crime", "23:30")
    next_morning = world.complaint("property_crime", "+1d 00:30")
    usman = seat(world.usman)
    assert etags(usman.get(OFFICE, "+1d 08:00", **{"from": "2026-11-24"})) == numbers(next_morning)
    assert etags(usman.get(OFFICE, "+1d 08:00", until="2026-11-23")) == numbers(late_evening)
    both = usman.get(OFFICE, "+1d 08:00", **{"from": "2026-11-23", "until": "2026-11-24"})
    assert etags(both) == numbers(late_evening, next_morning)


def test_closed_ones_are_seen_when_asked_for(world, seat):
    rejected = world.complaint(at="09:00")
    world.usman.does("reject", rejected, "10:00")
    usman = seat(world.usman)
    assert etags(usman.get(OFFICE, "11:00")) == []
    assert etags(usman.get(OFFICE, "11:00", status="all")) == numbers(rejected)
    assert etags(usman.get(OFFICE, "11:00", status=Status.REJECTED)) == numbers(rejected)


def test_a_narrowed_queue_says_by_what(world, seat, three):
    asked = {"category": "property_crime", "from": "2026-11-20", "status": "received", "only": "1", "report": "late"}
    filters = seat(world.usman).get(OFFICE, "09:20", **asked).context["filters"]
    assert {str(label): words for label, words in filters.applied} == {
        "Status": "Not yet marked",
        "Category": "Theft or damage to property",
        "This office only": "Yes",
        "Report": "Late or overdue",
        "Received on or after": "20 November 2026",
    }
    assert not seat(world.usman).get(OFFICE, "09:20", status="open").context["filters"].is_set


@pytest.mark.mostly_slow(keep=5)
@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"status": "asleep"}, "This is not one of the choices."),
        ({"category": "x' OR 1=1"}, "This is not one of the choices."),
        ({"office": "multan"}, "This is not one of the choices."),
        ({"only": "2"}, "This is not one of the choices."),
        ({"report": "never"}, "This is not one of the choices."),
        ({"clock": "cuckoo"}, "This is not one of the choices."),
        ({"from": "yesterday"}, "This is not a date."),
        ({"from": "2026-11-24", "until": "2026-11-23"}, "The end date must be on or after the start date."),
        ({"status": "a\x00b"}, "This is not one of the choices."),
        ({"office": "\x00"}, "This is not one of the choices."),
        ({"category": "\x00"}, "This is not one of the choices."),
        ({"clock": "\x00"}, "This is not one of the choices."),
        ({"contact": "\x00"}, "This is not one of the choices."),
        ({"from": "\x00"}, "This is not a date."),
        ({"from": "0001-01-01"}, "This is not a date."),
        ({"until": "9999-12-31"}, "This is not a date."),
    ],
)
def test_a_filter_that_cannot_be_read_is_named_and_left_out(world, seat, three, filters, words):
    answer = seat(world.usman).get(OFFICE, "09:20", **filters)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert len(etags(answer)) == 3


def test_the_page_says_the_clocks_in_words(world, seat):
    fraud = world.complaint("financial_crime", "09:00", station="gulberg")
    world.salma.marks(fraud, to=world.bilal, at="09:10")
    html = seat(world.bilal).get(DESK, "18:00", columns="place.deadline.report").content.decode()
    for words in ("Contact: 1 h late", "4 d left", "Gulberg Police Station", "is-late"):
        assert words in html
    assert "Bilal, Inquiry officer" in seat(world.dania).get(OFFICE, "18:00").content.decode()


def test_before_marking_the_cell_has_it(world, seat):
    world.complaint(at="09:00")
    assert "Complaint cell, Lahore" in seat(world.usman).get(OFFICE, "09:20").content.decode()


def test_an_empty_queue_says_something_of_use(world, seat):
    assert "Nothing to do now" in seat(world.latif).get(DESK, "09:00").content.decode()
    assert "No open complaint in your office" in seat(world.latif).get(OFFICE, "09:00").content.decode()
    answer = seat(world.latif).get(OFFICE, "09:00", clock="overdue")
    assert "No complaints match these filters" in answer.content.decode()


def test_an_accepted_report_stands_where_the_deadline_of_its_verification_puts_it(world, seat):
    """After the decision its deadline, an hour away, is no longer shown and must not move the row to the top."""
    accepted, owed = world.in_inquiry(), world.in_inquiry()
    world.bilal.reports(accepted, "+2d 10:00")
    world.farah.does("accept", accepted, "+4d 09:00")
    answer = seat(world.usman).get(OFFICE, "+4d 09:00")
    rows = {row.etag: row for row in answer.context["rows"]}
    assert rows[accepted.etag].order.words == "Verification: 2 d left"
    assert rows[owed.etag].report.words == "24 h left"
    assert etags(answer) == numbers(owed, accepted)


def test_a_verified_report_that_is_returned_stands_by_its_report_clock_again(world, seat):
    accepted, owed = world.in_inquiry(), world.in_inquiry()
    world.bilal.reports(accepted, "+2d 10:00")
    world.farah.does("accept", accepted, "+2d 11:00")
    world.usman.does("re_mark", accepted, "+2d 12:00", to=world.dania)
    assert set(etags(seat(world.usman).get(OFFICE, "+2d 13:00"))) == {owed.etag, accepted.etag}
    assert accepted.due_at == accepted.report_due_at
