"""Three officers under review, of two weeks ago: Farah was called, Dania has explained, of Rashid it is decided."""

from datetime import timedelta

from django.utils.timezone import now

from reviews.models import Review
from reviews.rules.capacities import Doer
from reviews.rules.decisions import Decision, Ground
from reviews.services import blame, decisions, explanations, hearing_calls
from sla.services.sweeping import sweep
from tests.world import Person, World


def doer(person: Person) -> Doer:
    return Doer(person.officer.pk, person.actor)


def reviewed(world: World) -> dict[str, int]:
    """Made before anything else lies on the desk. By name, what stands in the addresses."""
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
    blame.share_blame(at=start + timedelta(days=1))
    called = start + timedelta(days=8)
    hearing_calls.call_explanations(at=called)
    reviews = {name: Review.objects.get(officer=world.people[name].officer) for name in ("farah", "dania", "rashid")}
    for number, name in enumerate(("dania", "rashid"), 1):
        words = "عدالت میں پیشی تھی، اس لیے رابطہ نہ ہو سکا۔"
        at = called + timedelta(hours=number)
        explanations.explain(review_id=reviews[name].pk, words=words, by=doer(world.people[name]), at=at)
    decisions.decide(
        review_id=reviews["rashid"].pk, decision=Decision.WARNING, grounds=frozenset({Ground.TIME_HELD}),
        words="یاد دہانی وقت پر پہنچی تھی۔", by=doer(world.imran), at=called + timedelta(days=1),
    )  # fmt: skip
    return {f"review_of_{name}": review.pk for name, review in reviews.items()} | {
        "flag": reviews["dania"].flags.order_by("pk").first().pk
    }
