"""Moves that the complainant makes by chat."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.utils import translation

from citizen import rate_limits
from complaints.models import Complaint
from complaints.models.display.complaint_labels import REFUSALS
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.access_proofs import OpenedBy, Trust
from complaints.rules.actors import Citizen
from complaints.rules.statuses import Status
from complaints.rules.thresholds import CHANGE_ANSWER_WITHIN
from complaints.services.access_keys import access_codes
from complaints.services.access_keys.contact_proofs import record_phone_proof
from complaints.services.facts import trust_of_actor
from complaints.services.moves import make_move
from complaints.workflow.declaration import VOICE_NOTE
from ledger.service_exceptions import NotPermitted, Overtaken, Refused
from whatsapp.models import Chat
from whatsapp.queries.directory_cache import current_directory
from whatsapp.rules.chat_state import State
from whatsapp.rules.languages import Language, portal_language
from whatsapp.rules.sentences import say
from whatsapp.services.effects.complaint_snapshot import load_complaint_snapshot
from whatsapp.services.effects.move_rules import SOLVED_MOVES, SUBSTITUTE_MOVES, allowed_moves
from whatsapp.services.effects.own_complaint_access import find_way_of_opening, is_complainants_number
from whatsapp.services.effects.sent_file_recording import record_file_of_owner

UNLIMITED_MOVE = "report_pressure"
"""A move without rate limit."""


RECORDED_ANSWERS = frozenset({"in_person", "someone_else", "nobody", "not_solved", "partly"})


def make_complainant_move(chat: Chat, request: Mapping, *, state: State, at: datetime) -> Mapping:
    """Make a move as the complainant, after the same key has opened the complaint again."""
    complaint = access_codes.find_complaint_or_placeholder(request["etag"])
    opened_by = find_way_of_opening(chat, complaint, request["opened"])
    if opened_by is None:
        return {"reason": ""}
    if opened_by is OpenedBy.PHONE and is_complainants_number(chat, complaint):
        record_phone_proof(complaint.complainant, at=at)
    if request["move"] != UNLIMITED_MOVE and rate_limits.take_token(rate_limits.MOVES_PER_ETAG, request["etag"], at=at):
        return {"reason": ""}
    details = {"answer": request["answer"]} if request.get("answer") in RECORDED_ANSWERS else {}
    if request.get("voice"):
        return _make_move_by_voice(chat, complaint, request, by=opened_by, state=state, at=at)
    if request.get("changes") and complaint.status == Status.CLOSED:
        details["changes"] = "yes"
    result = apply_move(complaint, request["move"], request["words"], by=opened_by, state=state, at=at, details=details)
    if request["move"] not in SOLVED_MOVES:
        return result
    if "done" not in result:  # somebody has answered meanwhile, or it is too late
        return {
            **result,
            "standing": load_complaint_snapshot(complaint.pk, by=request["opened"], opened_by=opened_by, at=at),
        }
    return {
        **result,
        "change_until": _change_deadline(request["etag"], opened_by=opened_by, at=at)
        if request["move"] == "close"
        else "",
    }


def _make_move_by_voice(
    chat: Chat, complaint: Complaint, request: Mapping, *, by: OpenedBy, state: State, at: datetime
) -> Mapping:
    """Make a move with a voice note in place of words, and record the note for download.

    If the move is refused, the note is still kept, as a file of the complaint.
    """
    trust = trust_of_actor(Citizen(complaint.complainant_id, by), complaint)
    owner, note_id = FileOwner(complaint_id=complaint.pk, by_officers_key=trust is Trust.OFFICERS_KEY), uuid4()
    if refused := record_file_of_owner(chat, request["voice"], owner=owner, file_id=note_id, at=at):
        language = state.language or Language.URDU
        return {"reason": say(f"file_{refused}", language, current_directory(at=at).sentences)}
    return apply_move(complaint, request["move"], "", by=by, state=state, at=at, details={VOICE_NOTE: str(note_id)})


def apply_move(
    complaint: Complaint,
    move: str,
    words: str,
    *,
    by: OpenedBy,
    state: State,
    at: datetime,
    details: Mapping | None = None,
) -> Mapping:
    """Make one move of the complainant. Return `done`, or the `reason` for the refusal.

    The result looks the same whether pressure was reported or not: a move that it holds up is recorded differently.
    """
    person = Citizen(complaint.complainant_id, by)
    try:
        make_move(complaint_id=complaint.pk, name=move, by=person, at=at, words=words, details=dict(details or {}))
    except Refused as refused:
        if substitute := SUBSTITUTE_MOVES.get((move, refused.reason)):
            return apply_move(complaint, substitute, words, by=by, state=state, at=at)
        with translation.override(portal_language(state.language or Language.URDU)):
            return {"reason": str(REFUSALS[refused.reason])}
    except (NotPermitted, Overtaken):
        return {"reason": ""}
    return {"done": True}


def _change_deadline(etag: str, *, opened_by: OpenedBy, at: datetime) -> str:
    """Return until when a new "yes" can be changed; "" if no higher officer could restart the complaint."""
    return (
        (at + CHANGE_ANSWER_WITHIN).isoformat()
        if "object" in allowed_moves(access_codes.find_complaint_or_placeholder(etag), opened_by=opened_by, at=at)
        else ""
    )
