"""Evidence for an opened complaint: recorded here, downloaded by a job, and stored like the web's."""

from collections.abc import Mapping
from datetime import datetime

from citizen import rate_limits
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.access_proofs import Trust
from complaints.rules.actors import Citizen
from complaints.services.access_keys import access_codes
from complaints.services.facts import trust_of_actor
from complaints.workflow.table import MOVES
from whatsapp.models import Chat
from whatsapp.rules.chat_state import State
from whatsapp.services.effects import complainant_moves, own_complaint_access, sent_file_recording


def add_evidence(chat: Chat, request: Mapping, *, state: State, at: datetime) -> Mapping:
    """Add files and their text, after the same key has opened the complaint again.

    `added`: how many; `refused`: why some were refused. Without `added` nothing was added, and `reason` may say why.
    """
    complaint = access_codes.find_complaint_or_placeholder(request["etag"])
    opened_by = own_complaint_access.find_way_of_opening(chat, complaint, request["opened"])
    if opened_by is None:
        return {"reason": ""}
    if rate_limits.take_token(rate_limits.MOVES_PER_ETAG, request["etag"], at=at):
        return {"reason": ""}
    if complaint.status not in MOVES["add"].sources:
        return {"added": 0, "refused": "closed"}
    if request["words"]:
        result = complainant_moves.apply_move(complaint, "add", request["words"], by=opened_by, state=state, at=at)
        if not result.get("done"):
            return result
    trust = trust_of_actor(Citizen(complaint.complainant_id, opened_by), complaint)
    owner = FileOwner(complaint_id=complaint.pk, by_officers_key=trust is Trust.OFFICERS_KEY)
    refused = [sent_file_recording.record_file_of_owner(chat, file, owner=owner, at=at) for file in request["files"]]
    added = refused.count("") + bool(request["words"])
    return {"added": added, "refused": next(filter(None, refused), "")}
