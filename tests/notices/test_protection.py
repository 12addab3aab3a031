"""Victims of sexual violence are never published."""

import pytest

from complaints.models import Category
from ledger.service_exceptions import Refused
from notices.models import Notice
from notices.queries import published_notices
from notices.rules import victim_protection
from notices.rules.notice_content import TranslatedText
from notices.rules.notice_kinds import NoticeKind
from notices.rules.notice_refusals import NoticeRefusal
from tests.world import clock


@pytest.mark.parametrize("kind", NoticeKind)
def test_a_proposer_who_answers_yes_or_unsure_publishes_nothing(board, kind):
    with pytest.raises(Refused) as refused:
        board.proposed(kind, violence=True)
    assert refused.value.reason is NoticeRefusal.SEXUAL_VIOLENCE
    assert not Notice.objects.exists()


def test_the_second_officer_must_answer_too(board):
    notice = board.proposed()
    with pytest.raises(Refused) as refused:
        board.approves(notice, violence=True)
    assert refused.value.reason is NoticeRefusal.SEXUAL_VIOLENCE
    assert published_notices.current_alerts(at=clock("10:00")) == []


@pytest.mark.parametrize("category", ["gender_harassment", "domestic_violence", "child_abuse", "custodial_torture"])
@pytest.mark.parametrize("kind", NoticeKind)
def test_a_complaint_of_harassment_or_domestic_violence_can_have_no_notice(board, world, category, kind):
    complaint = world.complaint(category, "08:00")
    with pytest.raises(Refused) as refused:
        board.proposed(kind, complaint=complaint, by="zara")
    assert refused.value.reason is NoticeRefusal.NEVER_OF_THIS_KIND


@pytest.mark.parametrize("category", ["missing_child", "heinous_crime", "missing_adult"])
def test_a_complaint_of_a_missing_child_or_of_a_crime_can_have_a_notice(board, world, category):
    board.published(complaint=world.complaint(category, "08:00"))
    assert len(published_notices.current_alerts(at=clock("10:00"))) == 1


def test_every_shipped_category_is_covered_and_new_harassment_categories_are_excluded(world):
    lent = {
        one.code
        for one in Category.objects.all()
        if victim_protection.may_have_public_notice(code=one.code, group=one.group, confidential=one.confidential)
    }
    kept = set(Category.objects.values_list("code", flat=True)) - lent
    assert kept == {"gender_harassment", "domestic_violence", "child_abuse", "custodial_torture"}
    assert not victim_protection.may_have_public_notice(code="stalking", group="harassment", confidential=False)


def test_a_notice_disappears_when_its_complaint_becomes_harassment(board, world):
    complaint = world.complaint("heinous_crime", "08:00")
    notice = board.published(complaint=complaint)
    other = Category.objects.get(code="gender_harassment")
    type(complaint).objects.unscoped("test").filter(pk=complaint.pk).update(category=other, confidential=True)
    assert published_notices.current_alerts(at=clock("10:00")) == []
    assert published_notices.published_picture(NoticeKind.ALERT, notice.code, at=clock("10:00")) is None


def test_a_complaint_that_became_harassment_before_the_approval_is_not_approved(board, world):
    complaint = world.complaint("heinous_crime", "08:00")
    notice = board.proposed(complaint=complaint)
    other = Category.objects.get(code="gender_harassment")
    type(complaint).objects.unscoped("test").filter(pk=complaint.pk).update(category=other, confidential=True)
    with pytest.raises(Refused) as refused:
        board.approves(notice)
    assert refused.value.reason is NoticeRefusal.NEVER_OF_THIS_KIND


@pytest.mark.parametrize(
    "words",
    [
        TranslatedText("She was raped last week.", "وہ لاپتہ ہے۔"),
        TranslatedText("She is missing.", "بچی سے زیادتی کی گئی۔"),
        TranslatedText("She is missing.", "جنسی تشدد کا شبہ ہے۔"),
        TranslatedText("Section 376 is in the FIR.", "وہ لاپتہ ہے۔"),
        TranslatedText("FIR under 377-B PPC.", "وہ لاپتہ ہے۔"),
        TranslatedText("She is missing.", "دفعہ ۳۷۶ کا مقدمہ"),
        TranslatedText("She is missing.", "وہ لاپتہ ہے۔", "Bachi se ziadti hui"),
    ],
)
def test_an_alert_may_not_mention_sexual_violence_in_any_language(board, words):
    with pytest.raises(Refused) as refused:
        board.proposed(words=words)
    assert refused.value.reason is NoticeRefusal.TELLS_OF_IT


@pytest.mark.parametrize(
    "text",
    ["House 376, Street 9", "Zainab", "He sat in a bus of route 377", "grape juice", "زینب", "سکول", "Therapist"],
)
def test_ordinary_words_are_accepted(text):
    assert not victim_protection.suggests_sexual_violence(text)


@pytest.mark.slow
def test_the_public_page_shows_nothing_of_the_complaint(board, world, visitor):
    complaint = world.complaint("missing_child", "08:00")
    notice = board.published(complaint=complaint)
    for path in (f"/alerts/{notice.code}/", "/alerts/", "/alerts/feed.atom"):
        page = visitor.get(path).content.decode()
        assert complaint.etag not in page
        assert complaint.etag[:4] + " " + complaint.etag[4:8] not in page


def test_a_hidden_complaint_does_not_exist_for_the_officer(board, world):
    complaint = world.complaint("heinous_crime", "08:00")  # in Lahore
    with pytest.raises(Refused) as refused:
        board.proposed(by="rashid", office="multan", complaint=complaint)
    assert refused.value.reason is NoticeRefusal.NO_SUCH_COMPLAINT
