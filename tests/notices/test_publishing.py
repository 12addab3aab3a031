"""Two officers publish a notice, one ends it, and the database enforces both."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.rules.roles import Role
from ledger.service_exceptions import NotPermitted, Refused
from notices.models import Edition, Notice, NoticeAct
from notices.queries import published_notices
from notices.rules.notice_acts import NoticeEnding
from notices.rules.notice_content import TranslatedText
from notices.rules.notice_kinds import NoticeKind
from notices.rules.notice_refusals import NoticeRefusal
from notices.services import edition_decisions, notice_proposals
from notifications.models import Message
from tests.factories import OfficerFactory, PostingFactory
from tests.notices.conftest import CHILD
from tests.world import Person, clock


def test_a_notice_is_public_after_a_second_officer_approved_it(board):
    notice = board.proposed()
    assert published_notices.current_alerts(at=clock("09:10")) == []
    board.approves(notice, by="zara", at="09:30")
    [shown] = published_notices.current_alerts(at=clock("09:31"))
    assert (shown.name, shown.age, shown.sex) == ("Muneeb, son of Bashir", 9, "Boy")
    assert [line.number for line in shown.helplines] == ["15", "1121", "1099"]


def test_nobody_approves_their_own_proposal_not_even_under_another_post(board, world):
    """Usman heads the district and the region of Lahore."""
    notice = board.proposed(by="usman")
    of_the_region = world.usman.officer.postings.get(office=world.office("region_lahore"))
    board.world.people["usman_rpo"] = Person("usman_rpo", of_the_region)
    with pytest.raises(Refused) as refused:
        board.approves(notice, by="usman_rpo")
    assert refused.value.reason is NoticeRefusal.OWN_PROPOSAL
    with pytest.raises(IntegrityError), transaction.atomic():
        notice.editions.update(decision="approved", decided_by=world.usman.officer, decided_at=clock("09:30"))


@pytest.mark.parametrize(
    "name", ["salma", "nadia", "farah", "dania", "bilal", "kamran", "hina", "asad", "omar", "rashid"]
)
def test_other_officers_cannot_propose(board, name):
    with pytest.raises(NotPermitted):
        board.proposed(by=name)


@pytest.mark.parametrize("name", ["usman", "imran", "zara"])
def test_heads_of_the_district_and_above_propose(board, name):
    assert board.proposed(by=name).acts.get().posting == board.world.people[name].posting


def test_the_region_and_the_cpo_approve_but_not_the_district(board, world):
    notice = board.proposed(by="rashid", office="multan")
    for name in ("rashid", "salma", "usman", "nadia", "asad", "farah"):
        with pytest.raises((NotPermitted, Refused)):
            board.approves(notice, by=name)
    rpo = PostingFactory(
        officer=OfficerFactory(), office=world.office("region_multan"), role=Role.SUPERVISOR, is_head=True
    )
    world.people["rpo"] = Person("rpo", rpo)
    assert board.approves(notice, by="rpo").current.decided_by == rpo.officer


def test_a_refused_notice_is_never_public_and_its_reason_is_kept(board):
    notice = board.proposed()
    edition_decisions.refuse_edition(
        edition=notice.editions.get(), why="The age is wrong.", by=board.actor("zara"), at=clock("09:20")
    )
    assert published_notices.current_alerts(at=clock("09:30")) == []
    assert notice.acts.get(kind="refuse").why == "The age is wrong."
    with pytest.raises(Refused) as refused:
        edition_decisions.approve_edition(
            edition=notice.editions.get(), sexual_violence=False, by=board.actor("imran"), at=clock("09:30")
        )
    assert refused.value.reason is NoticeRefusal.NOTHING_WAITS


@pytest.mark.parametrize(
    ("name", "how"), [("salma", NoticeEnding.FOUND), ("usman", NoticeEnding.FOUND), ("nadia", NoticeEnding.WITHDRAWN)]
)
def test_one_officer_can_end_a_notice_immediately_and_finally(board, name, how):
    notice = board.published()
    board.ends(notice, by=name, at="12:00", how=how)
    assert published_notices.current_alerts(at=clock("12:00")) == []
    with pytest.raises(Refused) as refused:
        notice_proposals.propose_new_edition(
            notice=notice, content=CHILD, sexual_violence=False, by=board.actor("usman"), at=clock("12:10")
        )
    assert refused.value.reason is NoticeRefusal.OVER


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("name", ["dania", "kamran", "bilal", "sana", "rashid", "asad", "omar"])
def test_other_officers_cannot_end_a_notice(board, name):
    notice = board.published()
    with pytest.raises(NotPermitted):
        board.ends(notice, by=name)
    assert len(published_notices.current_alerts(at=clock("12:30"))) == 1


def test_ending_needs_a_reason_and_only_published_notices_can_be_found(board):
    with pytest.raises(Refused) as refused:
        board.ends(board.proposed())
    assert refused.value.reason is NoticeRefusal.NOT_PUBLIC
    with pytest.raises(Refused) as refused:
        board.ends(board.published(), why="  ")
    assert refused.value.reason is NoticeRefusal.REASON_MISSING


def test_a_notice_expires_at_the_approved_time(board):
    board.published(expires_at=clock("+7d 00:00"))
    last = clock("+7d 00:00") - timedelta(seconds=1)
    assert len(published_notices.current_alerts(at=last)) == 1
    assert published_notices.current_alerts(at=clock("+7d 00:00")) == []


@pytest.mark.parametrize(
    ("kind", "end", "reason"),
    [
        (NoticeKind.ALERT, "+14d 09:01", NoticeRefusal.ENDS_TOO_LATE),
        (NoticeKind.WANTED, "+90d 09:01", NoticeRefusal.ENDS_TOO_LATE),
        (NoticeKind.NOTICE, "+90d 09:01", NoticeRefusal.ENDS_TOO_LATE),
        (NoticeKind.ALERT, "09:00", NoticeRefusal.NO_END),
    ],
)
def test_the_end_date_must_be_in_the_permitted_range(board, kind, end, reason):
    with pytest.raises(Refused) as refused:
        board.proposed(kind, expires_at=clock(end))
    assert refused.value.reason is reason


def test_a_proposal_whose_end_came_before_its_approval_is_not_published(board):
    notice = board.proposed(expires_at=clock("10:00"))
    with pytest.raises(Refused) as refused:
        board.approves(notice, at="10:00")
    assert refused.value.reason is NoticeRefusal.NO_END


@pytest.mark.slow
def test_a_renewal_needs_approval_and_until_then_the_first_end_applies(board):
    notice = board.published(expires_at=clock("+2d 00:00"))
    later = replace(CHILD, expires_at=clock("+9d 00:00"), age=10)
    notice_proposals.propose_new_edition(
        notice=notice, content=later, sexual_violence=False, by=board.actor("usman"), at=clock("+1d 10:00")
    )
    [still] = published_notices.current_alerts(at=clock("+1d 11:00"))
    assert still.age == 9
    assert published_notices.current_alerts(at=clock("+2d 00:00")) == []
    with pytest.raises(NotPermitted):
        board.approves(notice, by="usman", at="+2d 09:00")
    board.approves(notice, by="imran", at="+2d 09:00")
    [renewed] = published_notices.current_alerts(at=clock("+8d 23:59"))
    assert (renewed.age, renewed.code) == (10, notice.code)
    assert list(notice.acts.order_by("pk").values_list("kind", flat=True)) == ["propose", "approve", "again", "approve"]


def test_one_proposal_waits_at_a_time(board):
    notice = board.proposed()
    with pytest.raises(Refused) as refused:
        notice_proposals.propose_new_edition(
            notice=notice, content=CHILD, sexual_violence=False, by=board.actor("usman"), at=clock("09:10")
        )
    assert refused.value.reason is NoticeRefusal.ALREADY_WAITS


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": TranslatedText()}, NoticeRefusal.NAME_MISSING),
        ({"name": TranslatedText(roman="Muneeb")}, NoticeRefusal.ONE_LANGUAGE),
        ({"words": TranslatedText("Only in English")}, NoticeRefusal.ONE_LANGUAGE),
        ({"words": TranslatedText()}, NoticeRefusal.WORDS_MISSING),
        ({"age": None}, NoticeRefusal.AGE_MISSING),
        ({"age": 18}, NoticeRefusal.NOT_A_CHILD),
        ({"sex": ""}, NoticeRefusal.SEX_MISSING),
        ({"sex": "x"}, NoticeRefusal.SEX_MISSING),
        ({"seen_at": clock("09:01")}, NoticeRefusal.SEEN_LATER),
        ({"seen_place": TranslatedText()}, NoticeRefusal.SEEN_MISSING),
        ({"helplines": ()}, NoticeRefusal.NO_NUMBER),
        ({"helplines": ("8787",)}, NoticeRefusal.NO_NUMBER),
        ({"name": TranslatedText("x" * 201, "x")}, NoticeRefusal.TOO_LONG),
        ({"name": TranslatedText("Mun\x00eeb", "x")}, NoticeRefusal.UNREADABLE),
    ],
)
def test_an_alert_requires_the_childs_description(board, changes, reason):
    with pytest.raises(Refused) as refused:
        board.proposed(**changes)
    assert refused.value.reason is reason


def test_a_kind_has_only_its_own_fields(board):
    notice = board.published(NoticeKind.NOTICE, age=9, reward=5, wearing=TranslatedText("x", "x"))
    edition = notice.current
    assert (edition.age, edition.reward, edition.wearing_en) == (None, None, "")


def test_names_and_texts_are_sealed_in_the_database(board):
    notice = board.published()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(e)::text FROM notices_edition e WHERE notice_id = %s", [notice.pk])
        [row] = cursor.fetchone()
        cursor.execute("SELECT why FROM notices_noticeact")
    assert "Muneeb" not in row
    assert "Gulberg" not in row


def test_roman_urdu_falls_back_to_english(board):
    board.published()
    said = {
        language: published_notices.current_alerts(at=clock("10:00"), language=language)[0]
        for language in ("en", "ur", "roman")
    }
    assert [one.name for one in said.values()] == ["Muneeb, son of Bashir", "منیب ولد بشیر", "Muneeb walad Bashir"]
    assert said["ur"].wearing == "سرمئی اسکول یونیفارم"
    assert said["roman"].wearing == "Grey school uniform"


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notices_edition SET expires_at = expires_at + interval '1 day'",
        "UPDATE notices_edition SET decision = 'refused'",
        "DELETE FROM notices_edition",
        "UPDATE notices_noticeact SET at = at + interval '1 day'",
        "DELETE FROM notices_noticeact",
        "UPDATE notices_notice SET office_id = office_id + 1",
        "DELETE FROM notices_notice",
    ],
)
def test_the_database_refuses_changes_to_approved_editions_and_acts(board, statement):
    board.published()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_refuses_to_undo_an_end(board):
    notice = board.ends(board.published())
    with pytest.raises(DatabaseError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(ended_at=None, ending="")


def test_approvers_are_notified_without_a_name_and_the_proposer_is_not(board, world):
    board.proposed(by="usman")
    told = Message.objects.filter(template="notice_waits")
    assert set(told.values_list("recipient", flat=True)) == {
        f"posting:{world.zara.posting.pk}",
        f"posting:{world.imran.posting.pk}",
    }
    assert set(told.first().context) == {"notice", "kind"}


def test_every_act_records_the_officer_and_the_reason(board, world):
    notice = board.ends(board.published(), by="salma", why="His uncle brought him home.")
    last = NoticeAct.objects.filter(notice=notice).latest("pk")
    assert (last.kind, last.posting, last.why) == ("found", world.salma.posting, "His uncle brought him home.")
    assert Edition.objects.get(notice=notice).proposed_by == world.usman.officer


def test_a_district_that_answers_to_another_is_of_its_line(board, world):
    """Taunsa has no confirmed district police, so another district handles its complaints and notices."""
    taunsa = world.office("taunsa")
    notice = board.published(office="taunsa", by="imran")
    assert notice.line == taunsa.routes_to.path
    head = PostingFactory(officer=OfficerFactory(), office=taunsa.routes_to, role=Role.SUPERVISOR, is_head=True)
    found = Notice.objects.on_desk_of(Person("head", head).actor, at=clock("10:00"))
    assert list(found) == [notice]
