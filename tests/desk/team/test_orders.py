"""Orders: a superior gives them with a date, they are shown in queue and complaint, and the holder answers them."""

import pytest
from django.db import DatabaseError, transaction

from accounts.services.leave_arrangement import arrange_leave
from citizen.queries import own_complaint
from complaints.models import Event, Order
from complaints.services import orders
from complaints.workflow.superior_orders import KINDS
from ledger.service_exceptions import NotPermitted, Refused
from notifications.models import Message
from tests.accounts.test_leave import acting
from tests.desk.conftest import DESK, address
from tests.desk.test_today import TODAY
from tests.world import clock

WORDS = "Visit the shop and take the camera's pictures."


def path(complaint) -> str:
    return f"{address(complaint)}order/"


@pytest.fixture
def complaint(world):
    return world.in_inquiry("10:00")


def ordered(world, complaint, *, by="farah", due="+1d 12:00", at="11:00") -> Order:
    return orders.give_order(
        complaint_id=complaint.pk, words=WORDS, due_at=clock(due), by=world.people[by].actor, at=clock(at)
    )


def test_a_supervisor_orders_and_the_holder_is_told_and_sees_it(world, seat, complaint):
    farah, bilal = seat(world.farah), seat(world.bilal)
    assert "Give an order" in farah.opens(complaint, "10:30").content.decode()
    assert farah.sends(path(complaint), "11:00", words=WORDS, until="2026-11-24").status_code == 302
    order = Order.objects.get()
    assert (order.to, order.by, order.due_at) == (world.bilal.posting, world.farah.posting, clock("+2d 00:00"))
    assert Message.objects.get(template="ordered").recipient == f"posting:{world.bilal.posting.pk}"
    queue = bilal.get(DESK, "12:00").content.decode()
    assert "Order: 36 h left" in queue
    shown = bilal.opens(complaint, "12:00").content.decode()
    assert WORDS in shown.replace("&#x27;", "'")
    assert "Superintendent of Police Farah gave an order, due by 24 November 2026:" in shown
    assert "Answer the order" in shown


def test_the_deadline_of_an_order_is_written_as_the_day_that_was_entered(world, seat, complaint):
    assert seat(world.farah).sends(path(complaint), "11:00", words=WORDS, until="2026-11-24").status_code == 302
    bilal = seat(world.bilal)
    bilal.client.defaults["HTTP_X_PREVIEW"] = "1"
    for page in (DESK, TODAY, address(complaint), path(complaint), f"{address(complaint)}preview/"):
        shown = bilal.get(page, "12:00").content.decode()
        assert "24 November 2026" in shown, page
        assert "25 November 2026, 00:00" not in shown, page


def test_past_its_date_it_is_late_on_file_and_queue(world, seat, complaint):
    ordered(world, complaint)
    bilal = seat(world.bilal)
    assert "Order: 2 h late" in bilal.get(DESK, "+1d 14:00").content.decode()
    assert ("Order", "2 h late") in [
        (label, chip.words) for label, chip in bilal.opens(complaint, "+1d 14:00").context["chips"]
    ]


def test_the_holder_answers_once_and_whoever_gave_it_is_told(world, seat, complaint):
    order = ordered(world, complaint)
    bilal = seat(world.bilal)
    assert bilal.sends(path(complaint), "12:00", words="Done: three pictures.").status_code == 302
    order.refresh_from_db()
    assert (order.done.kind, order.done.words.text, order.done_at) == (
        "order_done",
        "Done: three pictures.",
        clock("12:00"),
    )
    assert Message.objects.get(template="order_answered").recipient == f"posting:{world.farah.posting.pk}"
    assert "Order:" not in bilal.get(DESK, "12:05").content.decode()
    assert bilal.sends(path(complaint), "12:10", words="Again.").status_code == 404
    with pytest.raises(Refused):
        orders.answer_order(complaint_id=complaint.pk, words="Again.", by=world.bilal.actor, at=clock("12:10"))


def test_the_cover_answers_while_the_holder_is_on_leave(world, complaint):
    ordered(world, complaint)
    arrange_leave(
        posting=world.bilal.posting, cover=world.kamran.posting, starts_at=clock("12:00"), ends_at=clock("+2d 12:00"),
        by=None, at=clock("11:30"),
    )  # fmt: skip
    done = orders.answer_order(
        complaint_id=complaint.pk, words="Done for him.", by=acting(world.kamran, clock("13:00")), at=clock("13:00")
    )
    assert done.done.posting == world.kamran.posting


def test_an_order_follows_the_complaint_to_who_has_it_next(world, complaint):
    ordered(world, complaint)
    world.farah.does("re_mark", complaint, "12:00", to=world.kamran)
    with pytest.raises(NotPermitted):
        orders.answer_order(complaint_id=complaint.pk, words="Late.", by=world.bilal.actor, at=clock("13:00"))
    assert orders.answer_order(complaint_id=complaint.pk, words="Done.", by=world.kamran.actor, at=clock("13:00")).done


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("by", ["dania", "farah", "usman", "imran", "zara"])
def test_heads_of_the_line_and_the_cpos_monitors_order(world, complaint, by):
    assert ordered(world, complaint, by=by).by == world.people[by].posting


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("by", ["bilal", "salma", "hina", "kamran", "rashid", "asad", "nadia"])
def test_nobody_else_does(world, seat, complaint, by):
    with pytest.raises(NotPermitted):
        ordered(world, complaint, by=by)
    assert seat(world.people[by]).sends(path(complaint), "11:00", words=WORDS, until="2026-11-24").status_code == 404
    assert not Order.objects.exists()


def test_nobody_orders_themselves_nor_a_cell(world):
    hers, unmarked = world.complaint("financial_crime"), world.complaint("financial_crime")
    world.salma.marks(hers, to=world.farah, at="09:10")
    for complaint in (hers, unmarked):
        with pytest.raises(NotPermitted):
            ordered(world, complaint)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": "", "until": "2026-11-24"}, "Please fill this in."),
        ({"words": WORDS, "until": "2026-11-22"}, "Choose a date within the next 90 days."),
        ({"words": WORDS, "until": "2027-11-24"}, "Choose a date within the next 90 days."),
        ({"words": WORDS, "until": "tomorrow"}, "This is not a date."),
    ],
)
def test_what_is_wrong_is_said_and_the_words_stay(world, seat, complaint, typed, said):
    answer = seat(world.farah).sends(path(complaint), "11:00", **typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert typed["words"].partition("'")[0] in answer.content.decode()
    assert not Order.objects.exists()


def test_one_order_waits_at_a_time(world, seat, complaint):
    ordered(world, complaint)
    with pytest.raises(Refused):
        ordered(world, complaint, by="usman", at="12:00")
    assert "Order awaiting answer" in seat(world.usman).opens(complaint, "12:00").content.decode()


def test_an_order_is_never_changed_taken_back_or_answered_twice(world, complaint):
    ordered(world, complaint)
    orders.answer_order(complaint_id=complaint.pk, words="Done.", by=world.bilal.actor, at=clock("12:00"))
    for change in (
        lambda rows: rows.update(due_at=clock("+9d 12:00")),
        lambda rows: rows.update(done=None, done_at=None),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(Order.objects.all())
    assert Event.objects.filter(complaint=complaint, kind__startswith="order").count() == 2


def test_the_complainant_reads_nothing_of_it(world, complaint):
    ordered(world, complaint)
    kinds = [kind for kind in KINDS if kind.name in {"order", "order_done", "escalation_answered"}]
    assert len(kinds) == 3
    assert all(kind.sentences.citizen is kind.sentences.petition is None for kind in kinds)
    words = [event.words for event in own_complaint.load_own_complaint(complaint.pk).events if event.kind == "order"]
    assert WORDS not in str(words)
