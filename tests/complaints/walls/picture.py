"""The postings and exclusions at a time, read from the rows, and what must be hidden, without the portal's rules."""

from datetime import UTC, datetime
from functools import cached_property
from itertools import islice

from accounts.acting_head import ActingHead, find_acting_heads
from accounts.actors import Actor
from accounts.models import Leave, Posting
from accounts.queries.officer_postings import annotate_covers
from accounts.rules.roles import READING_ROLES, Role
from complaints.models import Complaint, Exclusion
from complaints.rules import capacities
from complaints.rules.capacities import Capacity, ComplaintSituation
from complaints.services import facts

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
RELATED = ("office", "place__parent", "policy", "category")


class Picture:
    """One reading of the rows. After a change, a new one is needed."""

    def __init__(self, complaint_ids: list[int], at: datetime, before: "Picture | None" = None):
        self.ids, self.at = complaint_ids, at
        self._asked: dict[int, tuple[tuple, ComplaintSituation]] = before._asked if before else {}

    # --- rows -----------------------------------------------------------------------------------------------------

    @cached_property
    def postings(self) -> list[Posting]:
        """Return all current postings."""
        return list(annotate_covers(Posting.objects.current(self.at).with_people(), at=self.at).order_by("pk"))

    @cached_property
    def actors(self) -> dict[int, Actor]:
        return {posting.pk: Actor.of(posting) for posting in self.postings}

    @cached_property
    def seats(self) -> list[ActingHead]:
        """Return each posting of a head on leave for whom an officer may act now."""
        return find_acting_heads(self.postings, at=self.at)

    @cached_property
    def complaints(self) -> dict[int, Complaint]:
        found = Complaint.objects.unscoped("test").select_related(*RELATED).filter(pk__in=self.ids).order_by("pk")
        return {complaint.pk: complaint for complaint in found}

    @cached_property
    def leaves(self) -> list[tuple[int, int]]:
        """Return the officers on leave now, and the officers who act for them."""
        now = Leave.objects.filter(starts_at__lte=self.at, ends_at__gt=self.at).order_by("pk")
        return list(now.values_list("posting", "cover"))

    @cached_property
    def exclusions(self) -> list[tuple[int, int | None, str | None]]:
        """Return the complaint, the officer and the path of the office of each exclusion that has not ended."""
        columns = "complaint", "officer", "office__path"
        return list(Exclusion.objects.filter(ended_at=None).order_by("pk").values_list(*columns))

    @cached_property
    def readers(self) -> dict[int, Posting]:
        """Return who reads the messages to each posting: during a leave, the acting officer."""
        held = {posting.pk: posting for posting in self.postings}
        return held | {posting: held[cover] for posting, cover in self.leaves if posting in held and cover in held}

    # --- what must be hidden --------------------------------------------------------------------------------------

    @cached_property
    def walls(self) -> list[tuple[int, int | None, list[str]]]:
        """Return, for each exclusion, the complaint, the officer, and the paths that are closed by it now.

        They are the excluded office, or the offices that the excluded officer heads now.
        """
        columns = "officer", "office__path", "starts_at", "ends_at"
        spans = Posting.objects.filter(is_head=True).values_list(*columns)
        heads = [(who, path) for who, path, start, end in spans if start <= self.at < (end or FOREVER)]
        return [
            (complaint, officer, [office] if office else [path for who, path in heads if who == officer])
            for complaint, officer, office in self.exclusions
        ]

    @cached_property
    def hidden(self) -> dict[int, frozenset[int]]:
        """Return the complaints that are hidden from each posting."""
        return {posting.pk: self._hidden_from(posting) for posting in self.postings}

    @cached_property
    def seen(self) -> dict[int, frozenset[int]]:
        """Return the complaints that each posting sees: those in its scope without the hidden ones."""
        return {
            pk: frozenset(c.pk for c in self.complaints.values() if self._is_in_scope(c, actor)) - self.hidden[pk]
            for pk, actor in self.actors.items()
        }

    def seen_in(self, seat: ActingHead) -> set[int]:
        """Return what an officer who acts for a head sees: the head's scope, without what is hidden from either."""
        hidden = self.hidden[seat.own_posting.pk] | self.hidden[seat.head_posting.pk]
        return {pk for pk, c in self.complaints.items() if self._is_in_scope(c, Actor.of(seat))} - hidden

    def _hidden_from(self, posting: Posting) -> frozenset[int]:
        """Return what is hidden from this officer, at any of their postings."""
        theirs = [one.office.path for one in self.postings if one.officer_id == posting.officer_id]
        return frozenset(
            complaint
            for complaint, officer, closed in self.walls
            if officer == posting.officer_id or any(own.startswith(path) for own in theirs for path in closed)
        )

    @staticmethod
    def _is_in_scope(complaint: Complaint, actor: Actor) -> bool:
        if actor.role not in READING_ROLES:
            return False
        within = complaint.office.path.startswith(actor.office_path) or complaint.holder_id in actor.covers
        return within and not (actor.role is Role.CLERK and complaint.confidential)

    # --- what the portal computes ---------------------------------------------------------------------------------

    def situation(self, complaint_id: int) -> ComplaintSituation:
        """Return the portal's situation of a complaint, computed once for everybody and again after a change."""
        made_of = self._made_of(complaint_id)
        if complaint_id not in self._asked or self._asked[complaint_id][0] != made_of:
            found = facts.load_situation(self.complaints[complaint_id], at=self.at)
            self._asked[complaint_id] = made_of, found
        return self._asked[complaint_id][1]

    def _made_of(self, complaint_id: int) -> tuple:
        complaint = self.complaints[complaint_id]
        row = complaint.status, complaint.office_id, complaint.holder_id, complaint.place_id, complaint.about_police
        return row, self._posted, self.leaves, [rest for about, *rest in self.exclusions if about == complaint_id]

    @cached_property
    def _posted(self) -> list[tuple]:
        return [(p.pk, p.officer_id, p.office_id, p.is_head) for p in self.postings]

    def capacities(self, actor: Actor, complaint_id: int) -> frozenset[Capacity]:
        return capacities.capacities_of(actor, self.situation(complaint_id))

    def able(self, complaint_id: int, wanted: frozenset[Capacity], *, most: int = 1) -> list[Actor]:
        """Return the first person who may act in this capacity, with those of the CPO first."""
        highest_first = sorted(self.actors.values(), key=lambda actor: (actor.office_path, actor.posting_id))
        return list(islice((a for a in highest_first if self.capacities(a, complaint_id) & wanted), most))
