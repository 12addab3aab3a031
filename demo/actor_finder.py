"""Actors of planned moves, found from the complaint's state when the move is due."""

from datetime import datetime
from functools import cached_property

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.queries.office_heads import head_postings_above, responsible_head_posting
from accounts.rules.office_tree import OfficeKind, is_within
from accounts.rules.roles import Role
from complaints.models import Complaint, Policy
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.statuses import Outcome, Status
from complaints.services import routing
from complaints.workflow.table import MOVES


class ActorFinder:
    """The demo's officers, found by their relation to a complaint."""

    def __init__(self):
        self._above: dict[int, Posting] = {}  # the first head above an office, by the office's id

    @cached_property
    def offices(self) -> dict[int, Office]:
        return Office.objects.in_bulk()

    @cached_property
    def postings(self) -> dict[int, Posting]:
        """All postings with officer and office. None changes while the demo is made."""
        return Posting.objects.with_people().in_bulk()

    @cached_property
    def policies(self) -> dict[int, Policy]:
        return Policy.objects.select_related("category").in_bulk()

    def with_relations(self, complaint: Complaint) -> Complaint:
        """Return the complaint with its office, place, policy and holder set from memory, without queries."""
        complaint.office, complaint.place = self.offices[complaint.office_id], self.offices[complaint.place_id]
        complaint.policy = self.policies[complaint.policy_id]
        if complaint.holder_id:
            complaint.holder = self.postings[complaint.holder_id]
        return complaint

    @cached_property
    def cells(self) -> list[Posting]:
        """Operators, those of the lowest offices first."""
        operators = Posting.objects.with_people().filter(role=Role.COMPLAINT_OPERATOR)
        return sorted(operators, key=lambda p: (-len(p.office.path), p.pk))

    @cached_property
    def monitor(self) -> Posting:
        """The monitor, who decides on complaints that the head of the Central Police Office inquired into."""
        return Posting.objects.with_people().get(role=Role.MONITOR)

    def operator_of(self, district: str) -> Actor:
        """Return the operator of a district's cell, who registers visitors, callers and letters."""
        return Actor.of(
            next(p for p in self.cells if f"/{district}/" in p.office.path or p.office.kind == OfficeKind.CENTRAL)
        )

    def operators_of(self, complaint: Complaint) -> list[Actor]:
        """Return the operators of the cells at or above the office that has the complaint, the nearest first."""
        return [Actor.of(one) for one in self.cells if is_within(complaint.office.path, one.office.path)]

    def group_of(self, complaint: Complaint) -> str:
        """Return the group of its category."""
        return self.policies[complaint.policy_id].category.group

    def find(self, who: str, complaint: Complaint, *, move: str, at: datetime) -> Actor | Citizen | None:
        """Return the actor of a move; None if there is none. `who`: citizen, cell, holder or superior."""
        if who == "citizen":
            return Citizen(complaint.complainant_id, OpenedBy.CHAT)
        posting = {"cell": self._cell, "holder": self._holder, "superior": self._superior}[who](complaint, move, at)
        return Actor.of(posting) if posting else None

    def addressee(self, complaint: Complaint, *, by: Actor, at: datetime, choice: float) -> int | None:
        """Return the posting to which an operator marks the complaint: near the place, chosen by `choice` in [0, 1)."""
        candidates = routing.marking_candidates(complaint, by=by, at=at)
        near = [p for p in candidates if is_within(complaint.place.path, p.office.path)] or candidates
        near = [p for p in near if p.office.kind != OfficeKind.CENTRAL] or near
        return near[int(choice * len(near))].pk if near else None

    def _cell(self, complaint: Complaint, move: str, at: datetime) -> Posting | None:
        is_hearing = MOVES[move].call or move == "refer_outside"
        central = is_hearing and (complaint.is_sensitive or complaint.outcome == Outcome.RECONCILED)
        candidates = (p for p in self.cells if is_within(complaint.office.path, p.office.path))
        return next((p for p in candidates if not central or p.office.kind == OfficeKind.CENTRAL), None)

    def _holder(self, complaint: Complaint, move: str, at: datetime) -> Posting | None:
        return complaint.holder

    def _superior(self, complaint: Complaint, move: str, at: datetime) -> Posting | None:
        if complaint.status == Status.RECEIVED:
            return responsible_head_posting(complaint.office, at=at)
        if complaint.office_id not in self._above:
            self._above[complaint.office_id] = next(iter(head_postings_above(complaint.office, at=at)), self.monitor)
        return self._above[complaint.office_id]
