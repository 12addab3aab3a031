"""Reviews in each stage, made by the services.

Dates: Bilal misses a deadline on Monday the 23rd at 17:00; explanations are requested a week later, on the 30th at 9.
"""

from datetime import timedelta

from accounts.models import Officer, Posting
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from complaints.models import RunningClock
from reviews.models import Review
from reviews.rules.decision_kinds import Decision, Ground
from reviews.rules.review_capacities import ReviewActor
from reviews.services import explanation_requests, new_flag_details, officer_statements, review_decisions
from sla.services.sweeping import sweep
from tests.world import DAY, Person, World, build, clock

CALL = "+7d 09:00"
WHY = "My superior had me at the court for three days."
REASONS = "The reminder was read on the same morning."
HELD = frozenset({Ground.TIME_HELD})


def doer(person: Person) -> ReviewActor:
    return ReviewActor(person.officer.pk, person.actor)


def hired(
    world: World, name: str, office: str, rank: Rank = Rank.SP, role=Role.DISCIPLINE_OFFICER, *, heads=False
) -> Person:
    """Add an officer, by default a discipline officer of an office."""
    officer = Officer.objects.create_user(f"{name}@police.example", name_en=name.title(), rank=rank)
    start = DAY - timedelta(days=365)
    posting = Posting.objects.create(
        officer=officer, office=world.office(office), role=role, is_head=heads, starts_at=start
    )
    world.people[name] = Person(name, posting)
    return world.people[name]


def late_complaint(world: World, holder: str = "bilal", **answers):
    """Create a complaint with a missed contact: marked at 09:20, due at 17:00. The shares are computed too."""
    complaint = world.complaint("financial_crime", "09:00", **answers)
    world.salma.marks(complaint, to=world.people[holder], at="09:20")
    RunningClock.objects.filter(complaint=complaint, clock="report").update(next_step_at=None)
    flag_all("17:01")
    return complaint


def bilal_is_late() -> World:
    """Let Bilal, an Inspector, miss a deadline. The region decides: Usman is its head, Noor its discipline officer."""
    world = build()
    hired(world, "noor", "region_lahore")
    hired(world, "wajid", "punjab")
    late_complaint(world, name="Ayesha Noor")
    return world


def flag_all(at: str) -> None:
    sweep(at=clock(at))
    new_flag_details.complete_flags(at=clock(at))


def review_of(person: Person) -> Review:
    return Review.objects.open().get(officer=person.officer)


def called(world: World, who: str = "bilal", at: str = CALL) -> Review:
    explanation_requests.request_due_explanations(at=clock(at))
    return review_of(world.people[who])


def explained(world: World, who: str = "bilal", at: str = "+8d 10:00") -> Review:
    review = called(world, who)
    officer_statements.submit_explanation(review_id=review.pk, words=WHY, by=doer(world.people[who]), at=clock(at))
    review.refresh_from_db()
    return review


def decided(world: World, decision: Decision, *, by: Person, who: str = "bilal", at: str = "+9d 10:00") -> Review:
    review = explained(world, who)
    decide(review, decision, by=by, at=at)
    return review


def decide(review: Review, decision: Decision, *, by: Person, at: str, grounds=HELD) -> None:
    given = grounds if decision.is_adverse else frozenset()
    review_decisions.decide_review(
        review_id=review.pk, decision=decision, grounds=given, words=REASONS, by=doer(by), at=clock(at)
    )
    review.refresh_from_db()
