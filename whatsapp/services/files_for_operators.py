"""Files that a person sends while the chat is with the operators: downloaded, inspected and shown to them.

They belong to the complaint that is being filed in the chat. Without one they belong to a draft of the hand-over, which
ends after a day like any other draft.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from complaints.queries.uploaded_files import FileOwner
from whatsapp.models import Chat, Handover
from whatsapp.rules.chat_inputs import SentFile
from whatsapp.rules.chat_state import State
from whatsapp.rules.dialogs.incident_account import file_facts
from whatsapp.rules.missed_answers import is_filing_step
from whatsapp.services.effects.chat_drafts import begin_draft
from whatsapp.services.effects.sent_file_recording import count_recorded_files, record_file_of_owner
from whatsapp.services.handover_file_removal import draft_of_handover


def keep_file(handover: Handover, chat: Chat, message: SentFile, *, at: datetime) -> tuple[UUID | None, State, str]:
    """Record a file. Return the id of the future evidence, the chat's state, and the key of the reply's sentence.

    The id is None if the file is refused.
    """
    state = chat.state
    is_filing = is_filing_step(state.step) and bool(state.dialog_key)
    draft_id = UUID(state.dialog_key) if is_filing else draft_of_handover(handover.pk)
    begin_draft(draft_id, at=at)
    file_id = uuid4()
    refused = record_file_of_owner(
        chat, file_facts(message), owner=FileOwner(draft_id=draft_id), file_id=file_id, at=at
    )
    if refused:
        return None, state, f"file_{refused}"
    if is_filing:
        state = replace(state, answers={**state.answers, **count_recorded_files(draft_id)})
    return file_id, state, "operator_file_added" if is_filing else "operator_file_noted"
