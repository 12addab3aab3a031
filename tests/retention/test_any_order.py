"""In any order of ending, reopening, holding, lifting, waiting and nights, data are destroyed exactly when allowed."""

from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.models import Complaint, Event, Statement, Words
from complaints.queries.verification import verify_complaints
from complaints.rules.retention_limits import latest_expired_end
from complaints.services.retention import anonymise_due
from ledger.service_exceptions import NotPermitted, Refused
from tests.depth import DEEP
from tests.retention.lives import settle
from tests.world import clock

EXAMPLES = settings.default.max_examples if DEEP else 6
MONTHS = 12
ACTS = {
    "end": ("ayesha", "withdraw"),
    "take up": ("ayesha", "reinstate"),
    "hold": ("usman", "hold"),
    "lift": ("zara", "lift_hold"),
    "note": ("usman", "note"),
}
steps = st.lists(
    st.tuples(st.sampled_from([*ACTS, "night", "night"]), st.sampled_from([1, 20, 80, 200, 370])),
    min_size=4,
    max_size=14,
)


class Life:
    """The expected state, to compare with the database."""

    def __init__(self, world):
        self.world, self.at = world, clock("09:00")
        self.complaint = world.complaint("financial_crime", self.at)
        self.ended_at, self.held, self.gone = None, False, False

    def lives(self, act: str, days: int) -> None:
        self.at += timedelta(days=days)
        if act == "night":
            is_over = self.ended_at is not None and self.ended_at <= latest_expired_end(self.at, MONTHS)
            expected = is_over and not self.held and not self.gone
            assert anonymise_due(at=self.at) == expected
            self.gone |= expected
        else:
            self._does(act)
        self.complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
        assert (self.complaint.anonymised_at is not None) == self.gone
        assert (self.complaint.held_at is not None) == self.held

    def _does(self, act: str) -> None:
        who, move = ACTS[act]
        try:
            with transaction.atomic():
                self.world.people[who].does(move, self.complaint, self.at)
        except (NotPermitted, Refused):
            return
        assert not self.gone, f"{move} after it was destroyed"
        if act in {"end", "take up"}:
            self.ended_at = self.at if act == "end" else None
        self.held = {"hold": True, "lift": False}.get(act, self.held)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps)
def test_it_is_destroyed_just_when_it_may_be(world, taken):
    with transaction.atomic():
        settle("financial_crime", MONTHS)
        life = Life(world)
        for act, days in taken:
            life.lives(act, days)
        assert [str(finding) for _, found in verify_complaints() for finding in found] == []
        assert all((row.text == "") == life.gone for row in Words.objects.filter(event__complaint=life.complaint))
        assert (Statement.objects.get(pk=life.complaint.pk).text == "") == life.gone
        assert Event.objects.filter(complaint=life.complaint, kind="anonymised").count() == life.gone
        transaction.set_rollback(True)
