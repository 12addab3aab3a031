"""Who takes a step of a plan: found from the complaint as it stands when its time comes."""

from datetime import datetime
from functools import cached_property

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.queries.heads import heads_above, responsible_head
from accounts.rules.offices import Kind, is_within
from accounts.rules.roles import Role
from complaints.models import Complaint, Policy
from complaints.rules.opened_by import OpenedBy
from complaints.rules.parties import Citizen
from complaints.rules.statuses import Outcome, Status
from complaints.services import addressees


class ActorFinder:
    """The demo's officers, asked for by what they are to a complaint."""

    def __init__(self):
        self._above: dict[int, Posting] = {}  # the first head over an office, by the office's id

    @cached_property
    def offices(self) -> dict[int, Office]:
        return Office.objects.in_bulk()

    @cached_property
    def postings(self) -> dict[int, Posting]:
        """Everybody, with officer and office; nobody is posted elsewhere while the demo is made."""
        return Posting.objects.with_people().in_bulk()

    @cached_property
    def policies(self) -> dict[int, Policy]:
        return Policy.objects.select_related("category").in_bulk()

    def with_known(self, complaint: Complaint) -> Complaint:
        """The complaint with its office, place, policy and holder, all known already: no query for any of them."""
        complaint.office, complaint.place = self.offices[complaint.office_id], self.offices[complaint.place_id]
        complaint.policy = self.policies[complaint.policy_id]
        if complaint.holder_id:
            complaint.holder = self.postings[complaint.holder_id]
        return complaint

    @cached_property
    def cells(self) -> list[Posting]:
        """Operators, those of the lowest office first."""
        operators = Posting.objects.with_people().filter(role=Role.COMPLAINT_OPERATOR)
        return sorted(operators, key=lambda p: (-len(p.office.path), p.pk))

    @cached_property
    def monitor(self) -> Posting:
        """Who decides on what the Central Police Office's head has inquired into."""
        return Posting.objects.with_people().get(role=Role.MONITOR)

    def operator_of(self, district: str) -> Actor:
        """Return the operator of a district's cell, who registers walk-ins, callers and letters."""
        return Actor.of(
            next(p for p in self.cells if f"/{district}/" in p.office.path or p.office.kind == Kind.CENTRAL)
        )

    def group_of(self, complaint: Complaint) -> str:
        """Return the group of its category."""
        return self.policies[complaint.policy_id].category.group

    def find(self, who: str, complaint: Complaint, *, move: str, at: datetime) -> Actor | Citizen | None:
        """The one who acts; None where there is nobody."""
        if who == "citizen":
            return Citizen(complaint.complainant_id, OpenedBy.CHAT)
        posting = {"cell": self._cell, "holder": self._holder, "superior": self._superior}[who](complaint, move, at)
        return Actor.of(posting) if posting else None

    def addressee(self, complaint: Complaint, *, by: Actor, at: datetime, choice: float) -> int | None:
        """To whom an operator marks it: near the place, and a little by chance. `choice` in [0, 1)."""
        able = addressees.candidates(complaint, by=by, at=at)
        near = [p for p in able if is_within(complaint.place.path, p.office.path)] or able
        near = [p for p in near if p.office.kind != Kind.CENTRAL] or near
        return near[int(choice * len(near))].pk if near else None

    def _cell(self, complaint: Complaint, move: str, at: datetime) -> Posting | None:
        hears = move in {"verify", "confirm_contact", "withdraw", "refer_outside"}
        central = hears and (complaint.is_sensitive or complaint.outcome == Outcome.RECONCILED)
        able = (p for p in self.cells if is_within(complaint.office.path, p.office.path))
        return next((p for p in able if not central or p.office.kind == Kind.CENTRAL), None)

    def _holder(self, complaint: Complaint, move: str, at: datetime) -> Posting | None:
        return complaint.holder

    def _superior(self, complaint: Complaint, move: str, at: datetime) -> Posting | None:
        if complaint.status == Status.RECEIVED:
            return responsible_head(complaint.office, at=at)
        if complaint.office_id not in self._above:
            self._above[complaint.office_id] = next(iter(heads_above(complaint.office, at=at)), self.monitor)
        return self._above[complaint.office_id]
