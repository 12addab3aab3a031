"""Rules for the complainant's moves by chat: which are allowed, and what replaces a refused one."""

from datetime import datetime

from complaints.models import Complaint
from complaints.queries.page_facts import NO_INVITATION
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.capacities import Capacity
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.services import facts
from complaints.workflow.table import REQUESTS, permitted_moves, refusal_of_move

AS_CITIZEN = frozenset({Capacity.CITIZEN})


SOLVED_MOVES = frozenset({"close", "object"})
"""Moves that answer "Is it solved?"."""


SUBSTITUTE_MOVES = {("close", Refusal.UNDER_PRESSURE): "add"} | {
    (move, refusal): request
    for move, request in REQUESTS.items()
    for refusal in (Refusal.CELL_AFTER_A_CALL, Refusal.UNPROVED_KEY, Refusal.OFFICERS_KEY)
}
"""The move that records a wish which cannot be carried out at once. An onlooker does not notice the difference."""


def allowed_moves(complaint: Complaint, *, opened_by: OpenedBy, at: datetime) -> list[str]:
    """Return the moves that table and guards allow the complainant now. A move stands also for its request.

    "object" to a closed complaint changes a "yes".
    """
    citizen = Citizen(complaint.complainant_id, opened_by)
    move_facts = facts.load_facts(
        complaint,
        by=citizen,
        actor_capacities=AS_CITIZEN,
        at=at,
        details={"changes": "yes"},
        invitation=NO_INVITATION,
    )
    names = [move.name for move in permitted_moves(Status(complaint.status), AS_CITIZEN) if move.has_page]
    allowed = [name for name in names if refusal_of_move(name, move_facts) is None]
    other_moves = [name for name in allowed if name not in {*REQUESTS, *REQUESTS.values()}]
    return other_moves + [move for move, request in REQUESTS.items() if {move, request} & set(allowed)]
