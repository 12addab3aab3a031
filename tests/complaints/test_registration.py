"""The registration of complaints."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Office
from complaints.models import (
    NO_DEADLINE,
    Category,
    Complainant,
    Complaint,
    Draft,
    Event,
    Policy,
    RunningClock,
    Statement,
)
from complaints.rules import etag
from complaints.rules.actors import Citizen
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import Channel, Status
from complaints.services.draft_answers import BadAnswer
from complaints.services.registration import register_complaint, start_draft
from notifications.models import Message
from tests.world import build, clock

TOLD = {"category": "financial_crime", "district": "lahore", "text": "They took my money.", "phone": "+923001112233"}


def draft(**answers):
    return start_draft(channel=Channel.WEB, answers=TOLD | answers, at=clock("09:00"))


def register(a_draft, **more):
    return register_complaint(draft_id=a_draft.pk, channel=Channel.WEB, by=Citizen(), at=clock("09:00"), **more)


def chance(*numbers):
    """Return a source of random numbers that gives these numbers in order."""
    rest = iter(numbers)
    return lambda below: next(rest)


def test_a_complaint_is_born_with_its_history_custody_clocks_and_receipt(world):
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    assert (complaint.status, complaint.office.code, complaint.holder) == (Status.RECEIVED, "lahore", None)
    assert (complaint.place.code, complaint.station_id, complaint.region.code) == ("gulberg", None, "region_lahore")
    assert (complaint.contact_due_at, complaint.report_due_at) == (clock("17:00"), clock("+5d 09:00"))
    assert complaint.due_at == clock("17:00")
    assert [(c.office.code, c.posting_id) for c in complaint.custodies.all()] == [("lahore", None)]
    assert set(complaint.running_clocks.values_list("clock", flat=True)) == {"contact", "report"}
    assert [e.kind for e in complaint.events.all()] == ["registered"]
    assert [m.template for m in Message.objects.all()] == ["registered"]


def test_registration_takes_fourteen_statements_at_most(world):
    a_draft = draft(station="gulberg")
    with CaptureQueriesContext(connection) as asked:
        register(a_draft)
    statements = [q["sql"] for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) <= 14, "\n".join(statements)


def test_the_same_draft_twice_is_one_complaint(world):
    a_draft = draft()
    assert register(a_draft) == register(a_draft)
    assert Complaint.objects.unscoped("test").count() == Event.objects.count() == Message.objects.count() == 1


@pytest.mark.slow
def test_the_same_draft_from_eight_threads_at_once_is_one_complaint(own_database):
    build()
    a_draft, gate = draft(), Barrier(8)

    def press(_):
        try:
            gate.wait()
            return register(a_draft).etag
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as eight:
        etags = set(eight.map(press, range(8)))
    assert len(etags) == 1
    assert Complaint.objects.unscoped("test").count() == Complainant.objects.count() == 1


def test_an_etag_that_somebody_has_is_drawn_again(world):
    first = register(draft(), randbelow=chance(7))
    second = register(draft(), randbelow=chance(7, 7, 8))
    assert [first.etag, second.etag] == [etag.compose_etag(2026, 7), etag.compose_etag(2026, 8)]
    assert Statement.objects.count() == Complainant.objects.count() == 2


def test_where_every_number_is_taken_the_citizen_is_not_left_with_half_a_complaint(world):
    register(draft(), randbelow=lambda below: 7)
    with pytest.raises(RuntimeError, match="nearly used up"):
        register(draft(), randbelow=lambda below: 7)
    assert Complaint.objects.unscoped("test").count() == Statement.objects.count() == 1


def test_the_year_of_the_etag_is_that_of_pakistan(world):
    new_years_eve = clock("09:00").replace(month=12, day=31, hour=23, minute=59)
    a_draft = draft()
    complaint = register_complaint(draft_id=a_draft.pk, channel=Channel.WEB, by=Citizen(), at=new_years_eve)
    assert complaint.etag.startswith("26")


TWIN = "CREATE TEMPORARY TABLE twin (LIKE complaints_complaint INCLUDING ALL) ON COMMIT DROP"
STORE = """
    INSERT INTO twin ({columns})
    SELECT {values} FROM complaints_complaint AS one, unnest(%s::text[]) WITH ORDINALITY AS new (etag, n)
    WHERE one.id = %s
"""
OWN = {"id": "n", "complainant_id": "n", "etag": "new.etag", "status": "'withdrawn'"}


def store_like(one, etags, cursor):
    """Insert withdrawn copies of the complaint with other E-tags."""
    columns = [field.column for field in Complaint._meta.concrete_fields]
    values = ", ".join(OWN.get(column, f"one.{column}") for column in columns)
    cursor.execute(STORE.format(columns=", ".join(columns), values=values), [etags, one.pk])


@pytest.mark.slow
def test_a_hundred_thousand_etags_are_stored_and_are_all_different(world):
    """They are drawn like at a registration, into a table with the same constraints and indexes as that of complaints.

    Among 100,000 of 10⁹ numbers about five are drawn twice; the index refuses them, and they are drawn again.
    """
    one, random, wanted = world.complaint(), Random(2026), 100_000
    drawn = set()
    while len(drawn) < wanted:
        drawn.add(etag.draw_random_etag(2026, random.randrange))
    with connection.cursor() as cursor:
        cursor.execute(TWIN)
        store_like(one, sorted(drawn), cursor)
        cursor.execute("SELECT count(DISTINCT etag) FROM twin")
        assert cursor.fetchone() == (wanted,)
        with pytest.raises(IntegrityError, match="twin_etag"), transaction.atomic():
            cursor.execute("UPDATE twin SET etag = %s WHERE id = 1", [max(drawn)])


@pytest.mark.parametrize(
    ("answers", "field", "reason"),
    [
        ({"text": "One\x00two"}, "text", "unreadable"),
        ({"text": "\x1b[31mred"}, "text", "unreadable"),
        ({"name": "Ay\x00esha"}, "name", "unreadable"),
        ({"text": "  \n "}, "text", "missing"),
        ({"text": "x" * 10_001}, "text", "too_long"),
        ({"landmark": "x" * 201}, "landmark", "too_long"),
        ({"concerns": "x" * 301}, "concerns", "too_long"),
        ({"phone": "12"}, "phone", "impossible"),
        ({"phone": "+92300"}, "phone", "impossible"),
        ({"document": "cnic", "document_number": "9520112345671"}, "document_number", "impossible"),
        ({"document": "cnic", "document_number": "0520112345671"}, "document_number", "impossible"),
        ({"document": "cnic", "document_number": "352011234567"}, "document_number", "impossible"),
        ({"document": "tattoo"}, "document", "impossible"),
        ({"happened_on": "2026-02-30"}, "happened_on", "impossible"),
    ],
)
def test_what_no_form_lets_through_is_refused_by_its_field_and_nothing_is_kept(world, answers, field, reason):
    with pytest.raises(BadAnswer) as refused:
        register(draft(**answers))
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert Complainant.objects.count() == 0


def test_numbers_of_every_country_and_any_last_digit_of_a_cnic_are_taken(world):
    complaint = register(draft(phone="0044 20 7946 0958", document="cnic", document_number="35201-1234567-0"))
    person = complaint.complainant
    assert (person.phone, person.document_number) == ("+442079460958", "3520112345670")
    assert register(draft(phone="0300 1112233")).complainant.phone == "+923001112233"


def test_words_are_kept_as_written_without_what_could_deceive(world):
    complaint = register(draft(text=" میں‌نے \u202eسچ کہا\r\nدوسری سطر "))
    assert complaint.statement.text == "میں‌نے سچ کہا\nدوسری سطر"


@pytest.mark.parametrize("code", ["no_such_thing", "", "Financial_Crime"])
def test_an_unknown_category_is_not_offered(world, code):
    with pytest.raises(Category.DoesNotExist):
        register(draft(category=code))


def test_a_category_that_is_no_longer_offered_cannot_be_complained_under(world):
    Category.objects.filter(code="traffic").update(is_active=False)
    with pytest.raises(Category.DoesNotExist):
        register(draft(category="traffic"))


def test_an_unknown_office_or_draft_is_said_to_be_unknown(world):
    with pytest.raises(Office.DoesNotExist):
        register(draft(district="atlantis"))
    with pytest.raises(Draft.DoesNotExist):
        register(Draft())


def test_the_limits_are_those_of_the_policy_in_force_and_stay_so(world):
    promised = world.complaint("financial_crime", "09:00")
    Policy.objects.filter(pk=promised.policy_id).update(valid_until=clock("10:00"))
    Policy.objects.create(
        category=promised.category, version=2, valid_from=clock("10:00"), contact_hours=2, report_hours=48
    )
    later = world.complaint("financial_crime", "10:00")
    assert later.report_due_at == clock("+2d 10:00")
    world.salma.marks(promised, to=world.bilal, at="10:05")
    assert promised.report_due_at == clock("+5d 09:00")


def test_a_conduct_complaint_goes_to_the_cell_of_its_district_and_is_hidden_from_its_station(world):
    complaint = world.complaint("bribe_demand", station="gulberg")
    assert (complaint.office.code, complaint.about_police) == ("lahore", True)
    assert Complaint.objects.visible_to(world.salma.actor).filter(pk=complaint.pk).exists()


def test_wazirabad_whose_own_head_is_unproved_goes_to_the_cell_of_gujranwala(world):
    complaint = world.complaint(district="wazirabad")
    assert (complaint.place.code, complaint.office.code, complaint.district.code) == (
        *("wazirabad", "gujranwala", "gujranwala"),
    )


def test_feedback_has_no_clocks_and_stands_last_in_every_queue(world):
    complaint = world.complaint("suggestion")
    assert (complaint.due_at, complaint.contact) == (NO_DEADLINE, ContactState.NOT_NEEDED)
    assert not RunningClock.objects.exists()
