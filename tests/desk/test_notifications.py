"""Notifications at the desk: what they are about, who reads them, and that an exclusion leaves no trace of one."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.services.leave_arrangement import arrange_leave
from complaints.models import Complaint, Notification
from complaints.rules.statuses import Outcome
from complaints.services import orders
from complaints.services.exclusion.officer_naming import name_officer
from complaints.services.notification_writing import delete_old_notifications, remove_unread_of_excluded
from complaints.services.retention.row_erasure import erase_personal_rows
from ledger.service_exceptions import Refused
from sla.services.sweeping import sweep
from tests.desk.conftest import DESK
from tests.factories import PostingFactory
from tests.world import clock

LIST = "/desk/notifications/"
KINDS = Notification.Kind
GONE = "No longer available to you"
NOT_AVAILABLE = "This is no longer available to you."


def page(answer) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def of(person) -> list[str]:
    return list(Notification.objects.filter(officer=person.officer).order_by("pk").values_list("kind", flat=True))


def mention(world, complaint, *people, at="11:05"):
    world.bilal.does("note", complaint, at, mentioned=[one.officer.pk for one in people])


def number(answer) -> str:
    html = answer.content.decode()
    return html.split('data-unread="')[1].split('"')[0] if 'data-unread="' in html else "no bell"


def names_officer(world, complaint, person, at="12:00"):
    return name_officer(
        complaint_id=complaint.pk, officer_id=person.officer.pk, why="Said so.", by=world.salma.actor, at=clock(at)
    )


# --- what is notified ----------------------------------------------------------------------------------------------


def test_an_answer_and_an_addition_of_the_complainant_notify_the_holder(world):
    complaint = world.in_inquiry()
    world.ayesha.does("add", complaint, "11:00")
    world.bilal.asks(complaint, "11:10")
    world.ayesha.answers(complaint, "11:20")
    assert of(world.bilal) == [KINDS.ANSWER, KINDS.ANSWER]
    assert set(Notification.objects.values_list("complaint", flat=True)) == {complaint.pk}


def test_a_returned_report_notifies_the_officer_who_wrote_it(world):
    complaint = world.in_inquiry()
    world.bilal.reports(complaint, "11:00", Outcome.RELIEF_GRANTED)
    world.farah.does("return_report", complaint, "11:30")
    assert of(world.bilal) == [KINDS.REPORT_RETURNED]


def test_an_undone_marking_notifies_who_had_it_for_that_minute_and_names_no_complaint(world, seat):
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.salma.does("undo_mark", complaint, clock("09:10") + timedelta(seconds=50), words="")
    row = Notification.objects.get()
    assert (row.officer, row.kind, row.complaint, row.event) == (world.bilal.officer, KINDS.MARKING_UNDONE, None, None)
    bilal = seat(world.bilal)
    assert number(bilal.get(DESK, "09:15")) == "1"
    html = page(bilal.get(LIST, "09:15"))
    assert "A marking to you was undone" in html
    for trace in (complaint.etag, complaint.spaced_etag, complaint.category.name, "Salma"):
        assert trace not in html


def test_an_undone_reassignment_notifies_only_the_officer_who_lost_it_again(world):
    complaint = world.in_inquiry()
    world.farah.does("re_mark", complaint, "11:00", to=world.dania)
    world.farah.does("undo_mark", complaint, clock("11:00") + timedelta(seconds=30), words="")
    assert (of(world.dania), of(world.bilal)) == ([KINDS.MARKING_UNDONE], [])


def test_an_officer_from_whom_the_complaint_is_hidden_by_then_hears_of_no_undone_marking(world):
    """Bilal is named within the minute. The complaint has left him already, so nothing is undone."""
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    names_officer(world, complaint, world.bilal, clock("09:10") + timedelta(seconds=20))
    with pytest.raises(Refused):
        world.salma.does("undo_mark", complaint, clock("09:10") + timedelta(seconds=50), words="")
    assert of(world.bilal) == []


def test_an_order_its_answer_and_its_lateness_notify(world):
    complaint = world.in_inquiry()
    orders.give_order(
        complaint_id=complaint.pk, words="Go there.", due_at=clock("15:00"), by=world.farah.actor, at=clock("11:00")
    )
    assert of(world.bilal) == [KINDS.ORDER]
    orders.notify_of_late_orders(at=clock("15:30"))
    orders.notify_of_late_orders(at=clock("15:40"))  # a repeat notifies nobody again
    assert of(world.farah) == [KINDS.ORDER_LATE]
    orders.answer_order(complaint_id=complaint.pk, words="I went.", by=world.bilal.actor, at=clock("16:00"))
    assert of(world.farah) == [KINDS.ORDER_LATE, KINDS.ORDER_ANSWERED]


def test_an_escalation_notifies_the_superior_in_the_transaction_of_the_sweep(world):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    sweep(at=clock("+40d 09:00"))
    rows = Notification.objects.filter(kind=KINDS.ESCALATION)
    assert set(rows.values_list("complaint", flat=True)) == {complaint.pk}
    assert rows.filter(officer__in=[world.farah.officer, world.usman.officer]).exists()
    before = rows.count()
    sweep(at=clock("+40d 09:01"))
    assert rows.count() == before


def test_leave_notifies_the_acting_officer_and_names_the_colleague(world, seat):
    arrange_leave(
        posting=world.dania.posting, cover=world.farah.posting, by=world.usman.actor, at=clock("11:00"),
        starts_at=clock("+1d 00:00"), ends_at=clock("+3d 00:00"),
    )  # fmt: skip
    assert of(world.farah) == [KINDS.LEAVE]
    assert "You act for a colleague on leave" in (html := page(seat(world.farah).get(LIST, "11:10")))
    assert "Dania" in html


def test_on_leave_the_acting_officer_gets_the_notifications_of_the_posting(world):
    complaint = world.in_inquiry()
    latif_below = PostingFactory(
        officer=world.latif.officer, office=world.office("gulberg_circle"), role="inquiry_officer"
    )
    arrange_leave(
        posting=world.bilal.posting, cover=latif_below, starts_at=clock("10:30"), ends_at=clock("+3d 00:00"),
        by=world.dania.actor, at=clock("10:30"),
    )  # fmt: skip
    world.ayesha.does("add", complaint, "11:00")
    assert (of(world.bilal), of(world.latif)) == ([], [KINDS.LEAVE, KINDS.ANSWER])


@pytest.mark.slow
def test_an_escalation_opens_under_the_headship_that_has_it(world, seat):
    """Usman also heads a station, and that posting is in use."""
    station = world.office("garden_town")
    other = PostingFactory(officer=world.usman.officer, office=station, role="supervisor", is_head=True)
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    sweep(at=clock("+40d 09:00"))
    row = Notification.objects.filter(kind=KINDS.ESCALATION, officer=world.usman.officer).first()
    usman = seat(world.usman, at="+40d 08:00")
    usman.sends("/desk/posting/", "+40d 09:05", posting=other.pk)
    answer = usman.sends(f"{LIST}{row.pk}/", "+40d 09:10")
    assert answer.url == f"/desk/escalations/?as={world.usman.posting.pk}"
    assert complaint.etag in usman.get(answer.url, "+40d 09:10").content.decode()


# --- the list, the bell and the title ------------------------------------------------------------------------------


def test_bell_title_and_list_show_the_unread_ones_over_all_postings(world, seat):
    complaint = world.in_inquiry()
    dania = seat(world.dania)
    assert number(dania.get(DESK, "11:00")) == ""
    assert "<title>Mine" in page(dania.get(DESK, "11:00"))
    mention(world, complaint, world.dania)
    queue = dania.get(DESK, "11:10")
    assert (number(queue), "<title>(1) Mine" in page(queue)) == ("1", True)
    html = page(dania.get(LIST, "11:10"))
    assert "You were mentioned in a note" in html
    assert "Inspector Bilal" in html
    assert "In so many words." not in html  # never the text
    assert number(dania.get(LIST + "number/", "11:11")) == "1"


def test_the_title_of_a_page_without_an_officer_has_no_number(client):
    assert "<title>(" not in page(client.get("/"))


def test_opening_one_and_marking_all_change_the_number(world, seat):
    complaint = world.in_inquiry()
    for at in ("11:05", "11:06", "11:07"):
        mention(world, complaint, world.dania, at=at)
    dania = seat(world.dania)
    first = Notification.objects.order_by("pk").first()
    dania.sends(f"{LIST}{first.pk}/", "11:10")
    assert number(dania.get(DESK, "11:11")) == "2"
    assert dania.sends(LIST + "read/", "11:12").url == LIST
    assert number(dania.get(DESK, "11:13")) == ""
    assert page(dania.get(LIST, "11:14")).count("You were mentioned in a note") == 3


@pytest.mark.slow
def test_another_officers_notification_is_answered_like_one_that_does_not_exist(world, seat):
    complaint = world.in_inquiry()
    mention(world, complaint, world.dania)
    row = Notification.objects.get()
    usman = seat(world.usman)
    for number in (row.pk, row.pk + 1000):
        assert usman.sends(f"{LIST}{number}/", "11:10").url == LIST
        assert NOT_AVAILABLE in page(usman.get(LIST, "11:10"))
    usman.sends(LIST + "read/", "11:11")
    assert Notification.objects.unread().count() == 1


def test_an_open_page_of_an_ended_session_is_reloaded(client):
    answer = client.get(LIST + "number/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers.get("HX-Refresh")) == (204, "true")


def test_very_many_are_counted_up_to_99(world, seat):
    Notification.objects.bulk_create(
        Notification(officer=world.dania.officer, kind=KINDS.LEAVE, created_at=clock("10:00")) for _ in range(150)
    )
    assert number(seat(world.dania).get(DESK, "11:00")) == "99+"


@pytest.mark.slow
def test_the_bell_costs_a_page_one_statement_and_the_list_two(world, seat):
    complaint = world.in_inquiry()
    dania = seat(world.dania)
    dania.get(LIST, "10:00")

    def statements(path, table='"complaints_notification"'):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            dania.get(path, "12:00")
        return len(queries), [one["sql"] for one in queries if table in one["sql"]]

    few, asked = statements(DESK)
    assert len(asked) == 1
    of_list, _ = statements(LIST)
    for minute in range(10, 30):
        mention(world, complaint, world.dania, at=f"11:{minute}")
    assert statements(DESK)[0] == few
    assert statements(LIST)[0] == of_list + 1  # the complaints of those listed
    mention(world, complaint, world.dania, at="11:40")
    assert statements(LIST)[0] == of_list + 1


# --- what an officer may no longer see -----------------------------------------------------------------------------


def without_tokens(html: str) -> list[str]:
    return [part for part in html.split() if "csrf" not in part and "value=" not in part]


def hand_to_another_district(world, complaint):
    row = Complaint.objects.unscoped("test").get(pk=complaint.pk)
    office = world.office("multan")
    Complaint.objects.unscoped("test").filter(pk=row.pk).update(
        office=office, district=office, division=None, circle=None, station=None, holder=None,
        region=world.office("region_multan"),
    )  # fmt: skip


def exclude(world, complaint):
    names_officer(world, complaint, world.dania)


@pytest.mark.parametrize("end", [hand_to_another_district, exclude])
def test_a_read_one_of_a_complaint_that_is_gone_shows_nothing_of_it(world, seat, end):
    complaint = world.in_inquiry()
    mention(world, complaint, world.dania)
    dania = seat(world.dania)
    dania.sends(LIST + "read/", "11:10")
    end(world, complaint)
    html = page(dania.get(LIST, "13:00"))
    assert GONE in html
    for trace in ("mentioned", complaint.etag, complaint.spaced_etag, "Bilal", complaint.category.name):
        assert trace not in html


@pytest.mark.parametrize("end", [hand_to_another_district, exclude])
def test_an_unread_one_of_a_complaint_that_is_gone_is_neither_listed_nor_counted(world, seat, end):
    complaint = world.in_inquiry()
    mention(world, complaint, world.dania)
    Notification.objects.create(officer=world.dania.officer, kind=KINDS.LEAVE, created_at=clock("11:00"))
    dania = seat(world.dania)
    assert number(dania.get(DESK, "11:10")) == "2"
    end(world, complaint)
    html = page(dania.get(LIST, "13:00"))
    assert number(dania.get(DESK, "13:00")) == "1"
    assert GONE not in html
    assert "mentioned" not in html


@pytest.mark.slow
@pytest.mark.parametrize("is_read", [True, False])
@pytest.mark.parametrize("end", [hand_to_another_district, exclude])
def test_an_old_page_leads_to_the_same_sentence(world, seat, end, is_read):
    """An exclusion deletes unread ones, a transfer does not. The officer cannot tell one from the other."""
    complaint = world.in_inquiry()
    mention(world, complaint, world.dania)
    dania = seat(world.dania)
    row = Notification.objects.get()
    if is_read:
        dania.sends(f"{LIST}{row.pk}/", "11:10")
    end(world, complaint)
    answer = dania.sends(f"{LIST}{row.pk}/", "13:00")
    assert answer.url == LIST
    assert NOT_AVAILABLE in page(dania.get(LIST, "13:01"))


@pytest.mark.slow
@pytest.mark.parametrize("is_read", [True, False])
def test_after_a_click_on_an_old_page_the_list_is_the_same_whatever_the_end_was(world, seat, is_read):
    complaint = world.in_inquiry()
    mention(world, complaint, world.dania)
    dania = seat(world.dania)
    row = Notification.objects.get()
    if is_read:
        dania.sends(f"{LIST}{row.pk}/", "11:10")

    def list_after_click(end):
        with transaction.atomic():
            end(world, complaint)
            dania.sends(f"{LIST}{row.pk}/", "13:00")
            shown = without_tokens(page(dania.get(LIST, "13:01")))
            transaction.set_rollback(True)
        return shown

    after_transfer, after_exclusion = list_after_click(hand_to_another_district), list_after_click(exclude)
    assert after_transfer == after_exclusion
    assert (GONE in " ".join(after_transfer)) is is_read


def test_an_exclusion_removes_unread_ones_of_the_accused_and_of_everybody_below(world):
    complaint = world.in_inquiry()
    mention(world, complaint, world.farah, world.dania, world.usman)
    world.ayesha.does("add", complaint, "11:10")
    assert of(world.bilal) == [KINDS.ANSWER]
    names_officer(world, complaint, world.farah)
    left = Notification.objects.filter(complaint=complaint).unread()
    assert {row.officer_id for row in left} <= {world.usman.officer.pk}
    assert world.usman.officer.pk in {row.officer_id for row in left}
    assert of(world.farah) == of(world.dania) == of(world.bilal) == []


def test_removing_costs_one_statement_where_nobody_has_an_unread_one(world, django_assert_num_queries):
    complaint = world.in_inquiry()
    with django_assert_num_queries(1):
        assert remove_unread_of_excluded(complaint, at=clock("12:00")) == 0


def test_a_new_posting_below_the_accused_hides_it_too(world, seat):
    """Nothing is removed then, so the predicate alone decides."""
    complaint = world.in_inquiry()
    mention(world, complaint, world.zara)
    names_officer(world, complaint, world.farah)
    zara = seat(world.zara)
    assert number(zara.get(LIST, "12:10")) == "1"
    PostingFactory(
        officer=world.zara.officer, office=world.office("gulberg"), role="inquiry_officer", starts_at=clock("12:30")
    )
    assert number(zara.get(LIST, "13:00")) == ""


def test_the_page_of_an_accused_officer_is_the_same_as_before_the_mention(world, seat):
    complaint = world.in_inquiry()
    dania = seat(world.dania)
    before = page(dania.get(LIST, "11:00"))
    mention(world, complaint, world.dania)
    names_officer(world, complaint, world.dania)
    assert without_tokens(page(dania.get(LIST, "13:00"))) == without_tokens(before)


# --- retention -----------------------------------------------------------------------------------------------------


def test_notifications_are_deleted_after_90_days(world):
    complaint = world.in_inquiry()
    mention(world, complaint, world.dania)
    made = Notification.objects.get().created_at
    assert delete_old_notifications(at=made + timedelta(days=90)) == 0
    assert delete_old_notifications(at=made + timedelta(days=90, seconds=1)) == 1
    assert not Notification.objects.exists()


def test_they_go_with_the_personal_data_of_their_complaint(world):
    complaint = world.in_inquiry()
    mention(world, complaint, world.dania)
    erase_personal_rows(complaint, at=clock("+1d 09:00"))
    assert not Notification.objects.exists()


def test_the_page_of_an_officer_without_one_says_what_appears_there(world, seat):
    html = page(seat(world.omar).get(LIST, "11:00"))
    assert "No notifications" in html
