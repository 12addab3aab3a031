"""The complainant's answers to questions of the police: an invitation, an order to a station, and a narrowing."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import translation

from complaints.models import Complaint
from complaints.models.display.complaint_labels import REFUSALS
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.services.access_keys import access_codes
from complaints.services.exclusion import narrowing, station_orders
from complaints.workflow.table import MOVES
from ledger.service_exceptions import NotPermitted, Overtaken, Refused
from whatsapp.models import Chat
from whatsapp.rules.chat_state import State
from whatsapp.rules.languages import Language, portal_language
from whatsapp.services.effects.complainant_moves import apply_move
from whatsapp.services.effects.own_complaint_access import find_way_of_opening
from whatsapp.services.effects.waiting_question_facts import find_asked_order


def answer_waiting_question(chat: Chat, request: Mapping, *, state: State, at: datetime) -> Mapping:
    """Record the answer, after the same key has opened the complaint again. Return `done`, or the `reason`."""
    complaint = access_codes.find_complaint_or_placeholder(request["etag"])
    opened_by = find_way_of_opening(chat, complaint, request["opened"])
    if opened_by is None:
        return {"reason": ""}
    move, answer = request["move"], request["answer"]
    if move in MOVES:
        return apply_move(complaint, move, "", by=opened_by, state=state, at=at, details={"answer": answer})
    try:
        was_recorded = _record_answer(complaint, answer, opened_by, at=at)
    except Refused as refused:
        with translation.override(portal_language(state.language or Language.URDU)):
            return {"reason": str(REFUSALS[refused.reason])}
    except (NotPermitted, Overtaken):
        return {"reason": ""}
    return {"done": True} if was_recorded else {"reason": ""}


def _record_answer(complaint: Complaint, answer: str, opened_by: OpenedBy, *, at: datetime) -> bool:
    """Record an answer that is no move of the workflow. Return False if nothing waits for it any more."""
    person = Citizen(complaint.complainant_id, opened_by)
    match answer:
        case "object":
            return narrowing.object_to_narrowing(complaint_id=complaint.pk, by=person, at=at) is not None
        case "no_objection":  # nothing is recorded: who says nothing does not object either
            return True
    order = find_asked_order(complaint.pk)
    if order is None:
        return False
    station_orders.answer_consent(order_id=order.pk, agrees=answer == "agree", by=person, at=at)
    return True
