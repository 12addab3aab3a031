"""The government's decision on an appeal: the old one stands, changes, falls, or must be made again."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.services.postings import end_posting
from complaints.services.exclusion.officer_naming import name_officer
from ledger.service_exceptions import NotPermitted, Refused
from monitoring.queries.public_counts import closed_reviews
from notifications.models import Message
from reviews.models import Dossier, Flag, Review
from reviews.queries.review_details import earlier_findings
from reviews.queries.review_history_verification import verify_review_histories
from reviews.queries.review_visibility import reviews_waiting_for
from reviews.rules import Stage
from reviews.rules.decision_kinds import Decision, OrderOutcome
from reviews.services import officer_statements, review_decisions
from reviews.services.due_review_moves import handle_due_reviews
from tests.documents.reading import words as text_of
from tests.monitoring.reviews.lives import (
    HELD,
    WHY,
    decide,
    decided,
    doer,
    explained,
    flag_all,
    late_complaint,
    review_of,
)
from tests.world import clock

CENSURE, WARNING, CLEARED = Decision.CENSURE, Decision.WARNING, Decision.NOT_DELIBERATE
ORDERED = "+12d 12:00"


@pytest.fixture
def appealed(late) -> Review:
    """Dania, a DSP, was censured by Wajid at the CPO and appeals, so the government decides."""
    late_complaint(late, "dania")
    review = decided(late, CENSURE, by=late.wajid, who="dania")
    appeal(late, review, "+10d 10:00")
    return review


def appeal(late, review: Review, at: str) -> None:
    officer_statements.submit_appeal(review_id=review.pk, words=WHY, by=doer(late.dania), at=clock(at))
    review.refresh_from_db()


def order(late, review: Review, outcome: OrderOutcome, milder=None, at: str = ORDERED) -> Review:
    review_decisions.record_order(
        review_id=review.pk,
        number="SO-D2/2026",
        order_date=clock(at).date(),
        outcome=outcome,
        milder=milder,
        by=doer(late.wajid),
        at=clock(at),
    )
    review.refresh_from_db()
    return review


def told(template: str) -> set[str]:
    return set(Message.objects.filter(template=template).values_list("recipient", flat=True))


def findings_shown(late, at="+90d 10:00") -> list[str]:
    """Return the findings that a later case of Dania shows to the Inspector General."""
    later = Review.objects.create(officer=late.dania.officer, opened_at=clock("+80d 10:00"))
    Flag.objects.create(breach=Flag.objects.all()[0].breach, review=later)
    return [row.decision for row in earlier_findings(later, doer(late.imran), at=clock(at))]


def counted() -> list[str]:
    """Return the decisions that the public figures of the quarter count."""
    return list(
        closed_reviews(date(2026, 10, 1), date(2026, 12, 31), at=clock("+90d 10:00")).values_list("decision", flat=True)
    )


# --- upheld, modified, set aside -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "milder", "stands"),
    [(OrderOutcome.UPHELD, None, "censure"), (OrderOutcome.MODIFIED, WARNING, "warning")],
)
def test_what_is_upheld_or_modified_counts_as_it_then_stands(late, appealed, outcome, milder, stands):
    assert counted() == []  # while the appeal waits, nothing counts
    order(late, appealed, outcome, milder)
    assert (counted(), findings_shown(late)) == ([stands], [stands])
    assert told("review_closed") == {f"officer:{late.dania.officer.pk}"}
    assert told("review_cleared") == set()


def test_what_is_set_aside_counts_nowhere_and_the_officer_gets_a_written_clearance(late, appealed, at_desk):
    order(late, appealed, OrderOutcome.SET_ASIDE)
    assert (appealed.status, appealed.decision) == (Stage.CLOSED, CLEARED)
    assert counted() == ["not_deliberate"]
    assert findings_shown(late) == []
    assert list(Review.objects.with_finding()) == []
    assert told("review_cleared") == {f"officer:{late.dania.officer.pk}"}
    where = reverse("review_clearance", args=[appealed.pk])
    dania = at_desk(late.dania, "+13d 10:00")
    assert where in dania.get(reverse("review", args=[appealed.pk])).content.decode()
    paper = dania.get(where)
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    words = text_of(paper.content)
    for said in ("Dania", "SO-D2/2026", "Censure", "No finding of deliberate delay"):
        assert said in words
    assert Flag.objects.get(review=appealed).breach.complaint.spaced_etag not in words
    assert at_desk(late.bilal, "+13d 10:00").get(where).status_code == 404


@pytest.mark.slow
def test_dossier_and_history_keep_what_was_decided_and_the_paper_says_that_it_was_set_aside(late, appealed, at_desk):
    dossier = Dossier.objects.get(flag__review=appealed)
    where = reverse("review_dossier", args=[appealed.pk, dossier.pk, "pdf"])
    assert "SO-D2/2026" not in text_of(at_desk(late.dania, "+11d 10:00").get(where).content)
    order(late, appealed, OrderOutcome.SET_ASIDE)
    assert bytes(Dossier.objects.get(pk=dossier.pk).mac) == bytes(dossier.mac)
    assert list(verify_review_histories()) == []
    assert appealed.events.get(kind="decide").facts()["decision"] == "censure"
    words = text_of(at_desk(late.dania, "+13d 10:00").get(where).content)
    assert "SO-D2/2026" in words
    assert "no decision stands against the officer" in words


def test_there_is_no_clearance_while_a_finding_stands_or_nothing_is_final(late, appealed, at_desk):
    where = reverse("review_clearance", args=[appealed.pk])
    assert at_desk(late.dania, "+11d 10:00").get(where).status_code == 404
    order(late, appealed, OrderOutcome.MODIFIED, WARNING)
    dania = at_desk(late.dania, "+13d 10:00")
    assert dania.get(where).status_code == 404
    assert where not in dania.get(reverse("review", args=[appealed.pk])).content.decode()


@pytest.mark.slow
def test_the_clearance_counts_only_the_delays_that_its_reader_may_see(late, at_desk):
    hidden, _shown = late_complaint(late), late_complaint(late)
    review = decided(late, CLEARED, by=late.noor)
    where = reverse("review_clearance", args=[review.pk])
    assert "Delays examined 3" in text_of(at_desk(late.zara, "+13d 10:00").get(where).content)
    named = {"why": "She says so.", "by": late.salma.actor, "at": clock("+13d 11:00")}
    name_officer(complaint_id=hidden.pk, officer_id=late.zara.officer.pk, **named)
    assert "Delays examined 2" in text_of(at_desk(late.zara, "+13d 12:00").get(where).content)


def test_an_officer_whom_the_authority_exonerates_has_the_clearance_too(late, at_desk):
    review = decided(late, CLEARED, by=late.noor)
    paper = at_desk(late.bilal, "+13d 10:00").get(reverse("review_clearance", args=[review.pk]))
    assert "The delay was not deliberate" in text_of(paper.content)


# --- remanded --------------------------------------------------------------------------------------------------------


def test_what_is_remanded_is_decided_again_with_a_clock_of_its_own(late, appealed):
    order(late, appealed, OrderOutcome.REMANDED)
    assert (appealed.status, appealed.decision, appealed.decided_at) == (Stage.REMANDED, "", None)
    assert (appealed.authority, appealed.seat.code) == ("province", "punjab")
    assert appealed.due_at == clock("+19d 12:00")
    assert (appealed.order_outcome, appealed.order_number, appealed.closed_at) == ("remanded", "SO-D2/2026", None)
    assert (counted(), list(Review.objects.with_finding())) == ([], [])
    assert told("review_remanded") == {f"officer:{late.dania.officer.pk}"}
    assert f"posting:{late.wajid.posting.pk}" in told("review_waits")
    handle_due_reviews(at=clock("+19d 12:00"))
    assert appealed.events.filter(kind="escalate").count() == 1
    assert list(verify_review_histories()) == []


def test_who_decided_may_decide_again_but_not_more_gravely(late, appealed):
    assert appealed not in reviews_waiting_for(doer(late.wajid), at=clock("+11d 10:00"))
    order(late, appealed, OrderOutcome.REMANDED)
    assert appealed in reviews_waiting_for(doer(late.wajid), at=clock("+13d 10:00"))
    with pytest.raises(Refused, match="never_graver"):
        decide(appealed, Decision.REFERRED, by=late.wajid, at="+13d 10:00")
    with pytest.raises(NotPermitted):
        decide(appealed, WARNING, by=late.noor, at="+13d 10:00")
    decide(appealed, WARNING, by=late.wajid, at="+13d 10:00", grounds=HELD)
    assert (appealed.status, appealed.decision) == (Stage.DECIDED, WARNING)
    assert list(verify_review_histories()) == []


def test_the_new_decision_can_be_appealed_and_set_aside(late, appealed):
    order(late, appealed, OrderOutcome.REMANDED)
    decide(appealed, WARNING, by=late.imran, at="+13d 10:00", grounds=HELD)
    appeal(late, appealed, "+14d 10:00")
    assert (appealed.status, appealed.authority) == (Stage.APPEALED, "government")
    order(late, appealed, OrderOutcome.SET_ASIDE, at="+20d 10:00")
    assert (appealed.status, appealed.decision, counted()) == (Stage.CLOSED, CLEARED, ["not_deliberate"])
    assert list(verify_review_histories()) == []


def test_the_exoneration_after_a_remand_closes_the_case_with_a_clearance(late, appealed, at_desk):
    order(late, appealed, OrderOutcome.REMANDED)
    decide(appealed, CLEARED, by=late.imran, at="+13d 10:00")
    assert appealed.status == Stage.CLOSED
    where = reverse("review_clearance", args=[appealed.pk])
    assert at_desk(late.dania, "+14d 10:00").get(where).status_code == 200


def test_a_remand_that_nobody_in_the_police_may_decide_goes_back_to_the_government(late, appealed):
    """Wajid is flagged for the same delay, so he records the order and may not decide; Imran has left."""
    of_wajid = Review.objects.create(officer=late.wajid.officer, opened_at=clock("+11d 10:00"))
    Flag.objects.create(breach=Flag.objects.get(review=appealed).breach, review=of_wajid)
    end_posting(posting=late.imran.posting, by=None, at=clock("+11d 10:00"))
    order(late, appealed, OrderOutcome.REMANDED)
    assert (appealed.status, appealed.decision, appealed.authority) == (Stage.DECIDED, "referred", "government")
    assert [*appealed.events.order_by("seq").values_list("kind", flat=True)][-2:] == ["remand", "refer_up"]


def test_the_pages_after_a_remand_offer_the_decision_and_show_no_old_grounds(late, appealed, at_desk):
    order(late, appealed, OrderOutcome.REMANDED)
    page = at_desk(late.wajid, "+13d 10:00").get(reverse("review", args=[appealed.pk]))
    html = page.content.decode()
    assert set(page.context["forms"]) == {"decide"}
    offered = [value for value, _ in page.context["forms"]["decide"].fields["decision"].choices]
    assert offered == ["not_deliberate", "displeasure", "warning", "censure"]
    assert "New decision by 12 December 2026" in html
    assert "Grounds of the decision on record here" not in html
    assert page.context["decision"] == ""


def test_an_open_case_of_the_officer_still_has_one_row_only(late, appealed):
    order(late, appealed, OrderOutcome.REMANDED)
    assert review_of(late.dania) == appealed


# --- what counts as a finding ----------------------------------------------------------------------------------------


def test_a_case_that_only_the_government_may_decide_is_no_finding_of_the_portal(late):
    late.complaint("financial_crime", "09:00")
    flag_all("17:01")
    review = explained(late, "usman")  # an Additional IG: referred to the government at once
    number = {"number": "SO-D1/2026", "order_date": clock("+9d 10:00").date(), "at": clock("+10d 10:00")}
    review_decisions.record_order(review_id=review.pk, by=doer(late.wajid), **number)
    review.refresh_from_db()
    assert (review.status, review.decision) == (Stage.CLOSED, "referred")
    assert list(Review.objects.with_finding()) == []


def test_a_case_shows_findings_from_before_its_decision_only(late, appealed):
    order(late, appealed, OrderOutcome.UPHELD)
    assert findings_shown(late) == ["censure"]
    later = Review.objects.get(officer=late.dania.officer, status=Stage.FLAGGED)
    assert earlier_findings(appealed, doer(late.imran), at=clock("+90d 10:00")) == []
    assert later.pk != appealed.pk


def test_an_exclusion_hides_the_finding_that_rests_on_the_complaint(late, appealed):
    """Zara is named in the complaint, so the case does not exist for her, and neither does its finding."""
    order(late, appealed, OrderOutcome.UPHELD)
    complaint = Flag.objects.get(review=appealed).breach.complaint
    named = {"why": "She says so.", "by": late.salma.actor, "at": clock("+13d 10:00")}
    later = Review.objects.create(officer=late.dania.officer, opened_at=clock("+80d 10:00"))
    other = Flag.objects.exclude(review=appealed)[0].breach
    Flag.objects.create(breach=other, review=later)
    at = clock("+90d 10:00")
    assert [row.pk for row in earlier_findings(later, doer(late.zara), at=at)] == [appealed.pk]
    name_officer(complaint_id=complaint.pk, officer_id=late.zara.officer.pk, **named)
    assert earlier_findings(later, doer(late.zara), at=at) == []
