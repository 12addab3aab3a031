"""Three officers under review, of two weeks ago: Farah was called, Dania has explained, Rashid's case is decided."""

from datetime import timedelta

from django.utils.timezone import now

from reviews.models import Review
from reviews.rules.decision_kinds import Decision, Ground
from reviews.rules.review_capacities import ReviewActor
from reviews.services import explanation_requests, new_flag_details, officer_statements, review_decisions
from sla.services.sweeping import sweep
from tests.world import Person, World


def doer(person: Person) -> ReviewActor:
    return ReviewActor(person.officer.pk, person.actor)


def reviewed(world: World) -> dict[str, int]:
    """Create the reviews before anything else. Return the values for the addresses, by name."""
    start = now() - timedelta(days=16)
    for name, operator, district in (
        ("farah", "salma", "lahore"),
        ("dania", "salma", "lahore"),
        ("rashid", "sana", "multan"),
    ):
        complaint = world.complaint(
            "financial_crime", start, by="bashir", district=district, text="فلیٹ کا قبضہ نہیں ملا۔"
        )
        world.people[operator].marks(complaint, to=world.people[name], at=start + timedelta(minutes=20))
    sweep(at=start + timedelta(hours=7))
    sweep(at=start + timedelta(days=1))
    new_flag_details.complete_flags(at=start + timedelta(days=1))
    called = start + timedelta(days=8)
    explanation_requests.request_due_explanations(at=called)
    reviews = {name: Review.objects.get(officer=world.people[name].officer) for name in ("farah", "dania", "rashid")}
    for number, name in enumerate(("dania", "rashid"), 1):
        words = "عدالت میں پیشی تھی، اس لیے رابطہ نہ ہو سکا۔"
        at = called + timedelta(hours=number)
        officer_statements.submit_explanation(
            review_id=reviews[name].pk, words=words, by=doer(world.people[name]), at=at
        )
    review_decisions.decide_review(
        review_id=reviews["rashid"].pk, decision=Decision.WARNING, grounds=frozenset({Ground.TIME_HELD}),
        words="یاد دہانی وقت پر پہنچی تھی۔", by=doer(world.imran), at=called + timedelta(days=1),
    )  # fmt: skip
    return {f"review_of_{name}": review.pk for name, review in reviews.items()} | {
        "flag": reviews["dania"].flags.order_by("pk").first().pk
    }
