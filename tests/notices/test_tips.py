"""Tips: sending, access, the exclusion of officers whom the complaint names, and the record of readings."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from complaints.services.exclusion.officer_naming import name_officer
from ledger.service_exceptions import NotPermitted, Refused
from notices.models import Tip, TipAct
from notices.queries import readable_tips as found
from notices.rules.notice_kinds import NoticeKind
from notices.rules.notice_refusals import NoticeRefusal
from notices.rules.tip_validation import LONGEST_TIP, TipStatus
from notices.services.picture_inspection import SubmittedPhoto
from notices.services.tip_recording import record_tip_opening, record_tip_result
from notifications.models import Message
from tests.evidence import samples
from tests.world import clock

READERS = {"salma", "usman", "imran", "nadia", "zara", "asad"}


def readers(board, tip, at="11:00") -> set[str]:
    """Return the officers of the cast who may read a tip."""
    cast = {name: person for name, person in board.world.people.items() if person.posting}
    return {
        name for name, person in cast.items() if found.tips_readable_by(person.actor, at=clock(at)).filter(pk=tip.pk)
    }


def test_a_tip_needs_no_name_and_gets_a_number(board):
    tip = board.told(board.published())
    assert len(tip.number) == 10
    assert tip.number.isdecimal()
    assert (tip.phone, tip.standing) == ("", TipStatus.NEW)
    assert not {"address", "ip", "session", "agent"} & {field.name for field in Tip._meta.fields}


def test_only_heads_and_operators_of_the_responsible_offices_read_a_tip(board):
    assert readers(board, board.told(board.published())) == READERS


def test_a_tip_for_the_cpo_only_is_read_only_there(board):
    tip = board.told(board.published(), past_the_district=True)
    assert readers(board, tip) == {"imran", "nadia", "zara", "asad"}
    assert told_to(board) == {"imran", "nadia"}


@pytest.mark.slow
def test_an_officer_whom_the_complaint_names_reads_no_tip_nor_does_anybody_below_them(board, world):
    complaint = world.complaint("heinous_crime", "08:00")
    tip = board.told(board.published(complaint=complaint))
    assert readers(board, tip) == READERS
    name_officer(
        complaint_id=complaint.pk, officer_id=world.usman.officer.pk, why="He was seen with the child.",
        by=world.nadia.actor, at=clock("10:30"),
    )  # fmt: skip
    assert readers(board, tip) == {"imran", "nadia", "zara", "asad"}
    with pytest.raises(NotPermitted):
        record_tip_opening(tip=tip, by=board.actor("usman"), at=clock("11:00"))
    Message.objects.all().delete()
    board.told(tip.notice, "They drive a white car.", at="11:30")
    assert told_to(board) == {"imran", "nadia"}


def told_to(board) -> set[str]:
    """Return the officers who were notified of a tip."""
    told = set(Message.objects.filter(template="tip_came").values_list("recipient", flat=True))
    people = board.world.people.items()
    return {name for name, person in people if person.posting and f"posting:{person.posting.pk}" in told}


def test_the_district_is_notified_once_an_hour_without_the_text(board):
    notice = board.published()
    for at in ("10:00", "10:01", "10:59", "11:00"):
        board.told(notice, at=at)
    assert told_to(board) == {"salma", "usman"}
    told = Message.objects.filter(template="tip_came")
    assert told.count() == 4
    assert all(set(message.context) == {"notice", "kind"} for message in told)


def test_a_tip_is_sealed(board):
    board.told(board.published(), "The man with the limp has him.", phone="+923001112233")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM notices_tip t")
        [row] = cursor.fetchone()
    assert "limp" not in row
    assert "3001112233" not in row


def test_every_reading_is_recorded_and_the_first_marks_the_tip_as_seen(board, world):
    tip = board.told(board.published())
    record_tip_opening(tip=tip, by=board.actor("asad"), at=clock("10:30"))
    tip.refresh_from_db()
    assert tip.standing == TipStatus.NEW
    record_tip_opening(tip=tip, by=board.actor("salma"), at=clock("10:40"))
    record_tip_opening(tip=tip, by=board.actor("usman"), at=clock("10:50"))
    tip.refresh_from_db()
    assert tip.standing == TipStatus.SEEN
    assert list(tip.acts.order_by("pk").values_list("posting", "kind")) == [
        (world.people[name].posting.pk, "opened") for name in ("asad", "salma", "usman")
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        TipAct.objects.all().delete()


def test_an_officer_records_the_result_and_an_auditor_only_reads(board):
    tip = board.told(board.published())
    record_tip_result(tip=tip, result=TipStatus.USEFUL, by=board.actor("salma"), at=clock("12:00"))
    assert found.find_tip_status(tip.number).standing == TipStatus.USEFUL
    for name, said in (("asad", TipStatus.NOTHING), ("dania", TipStatus.NOTHING), ("salma", TipStatus.NEW)):
        with pytest.raises(NotPermitted):
            record_tip_result(tip=tip, result=said, by=board.actor(name), at=clock("12:10"))


def test_the_text_of_a_tip_cannot_be_changed_in_the_database(board):
    board.told(board.published())
    for statement in ("UPDATE notices_tip SET text = ''", "DELETE FROM notices_tip"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_tip_sent_twice_is_stored_once(board):
    notice, key = board.published(), uuid.uuid4()
    assert board.told(notice, key=key) == board.told(notice, "Sent again.", key=key)
    assert Tip.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("  ", NoticeRefusal.WORDS_MISSING),
        ("x" * (LONGEST_TIP + 1), NoticeRefusal.TOO_LONG),
        ("I saw\x00 him", NoticeRefusal.UNREADABLE),
    ],
)
def test_an_empty_tip_is_refused(board, text, reason):
    with pytest.raises(Refused) as refused:
        board.told(board.published(), text)
    assert refused.value.reason is reason


@pytest.mark.slow
def test_notices_that_are_not_public_take_no_tips(board):
    notice = board.published()
    board.ends(notice, at="09:50")
    for over in (notice, board.proposed(), board.published(NoticeKind.NOTICE)):
        with pytest.raises(Refused) as refused:
            board.told(over)
        assert refused.value.reason is NoticeRefusal.NOT_PUBLIC
    assert not Tip.objects.exists()


def test_a_photo_of_a_tip_waits_for_its_inspection(board):
    tip = board.told(board.published(), photo=SubmittedPhoto("seen.jpg", "image/jpeg", 5000, [samples.photo()]))
    assert not tip.picture.is_open
    assert Tip.objects.get().picture.original


def test_the_list_of_tips_needs_the_same_queries_for_more_tips(board, django_assert_num_queries):
    notice = board.published()
    for number in range(3):
        board.told(notice, at=f"10:0{number}")
    with django_assert_num_queries(1):
        page = found.load_tips_page(board.actor("salma"), at=clock("11:00"))
        assert [tip.notice.current.name for tip in page.rows] == ["Muneeb, son of Bashir"] * 3
