"""Messages of the person while the chat is with the operators: stored for them, with the state left as it was."""

from datetime import datetime

from whatsapp.models import Chat, Handover, HandoverLine
from whatsapp.rules.chat_inputs import Input, SentFile, TypedText, UnsupportedMessage
from whatsapp.rules.chat_state import State
from whatsapp.rules.conversation import UNANSWERED, Turn
from whatsapp.rules.danger_warning import danger_warning
from whatsapp.rules.dialogs.complaint_tracking import may_be_key
from whatsapp.rules.handover.handover_requests import is_erasure
from whatsapp.rules.handover.handover_rules import is_for_operator, leaves_operator, text_and_media
from whatsapp.rules.handover.key_masking import mask_keys
from whatsapp.rules.missed_answers import asks_for_key
from whatsapp.rules.replies import TextReply
from whatsapp.rules.text_meaning.human_requests import language_of_request
from whatsapp.services.files_for_operators import keep_file
from whatsapp.services.handover_log import add_line, chat_context, end_handover
from whatsapp.services.handover_moving import release_and_place
from whatsapp.services.handover_placing import hide_from_mentioned

Kind = HandoverLine.Kind


def take_turn_with_operator(chat: Chat, message: Input, *, at: datetime) -> Turn | None:
    """Store a message for the operators and return the turn; None if the conversation handles the message.

    The chat is locked by the caller. Words of danger bring the helplines at once and the chat to the top. A text that
    may be a key or a secret word is not stored, one inside a sentence is masked, and the person reads why.
    """
    handover = Handover.objects.select_for_update(of=("self",)).open().filter(chat=chat).first()
    if handover is None:
        return None
    if not handover.is_live:
        _note_danger(handover, chat, message, at=at)
        return None
    if leaves_operator(message):
        end_handover(handover, Handover.Ending.LEFT, at=at)
        return None
    if not is_for_operator(message) or (isinstance(message, TypedText) and is_erasure(message.text)):
        return None
    if isinstance(message, UnsupportedMessage) and message.kind in UNANSWERED:
        return Turn(chat.state)
    began = handover.lines.filter(kind=Kind.BEGAN).values_list("at", flat=True).first() or handover.began_at
    has_written = handover.lines.filter(kind=Kind.PERSON, at__gt=began).exists()
    is_first = handover.waiting_since is None or not has_written
    text, media = text_and_media(message)
    withheld = text and _why_withheld(text, chat.state)
    if withheld:
        text, media = "", media or "other"
    shown = mask_keys(text)
    if shown != text:
        withheld = "operator_code_masked"
    file_id, state, about_file = None, chat.state, ""
    if isinstance(message, SentFile):
        file_id, state, about_file = keep_file(handover, chat, message, at=at)
    add_line(handover, Kind.PERSON, at=at, text=shown, media=media, evidence=file_id)
    warning = _note_danger(handover, chat, message, at=at)
    if handover.waiting_since is None:
        handover.waiting_since = at
    is_hidden_anew = hide_from_mentioned(handover, [text], chat.state, at=at)
    handover.save()
    if is_hidden_anew:
        release_and_place(handover, chat, at=at)
    if withheld:
        says = [*filter(None, [warning]), chat_context(chat, at=at).say(withheld)]
        return Turn(state, (TextReply("\n\n".join(says)),))
    replies = _replies(chat, handover, message, warning, about_file=about_file, is_first=is_first, at=at)
    return Turn(state, replies)


def hide_from_newly_mentioned(chat: Chat, message: Input, state: State, *, at: datetime) -> None:
    """Hide an open hand-over from those whom the conversation's last message or answers name.

    `state`: after the turn. Taps and, while a call is due, all messages go to the conversation, not to the operators.
    """
    handover = Handover.objects.select_for_update(of=("self",)).open().filter(chat=chat).first()
    if handover is None:
        return
    text, _ = text_and_media(message)
    if hide_from_mentioned(handover, [text], state, at=at):
        handover.save()
        release_and_place(handover, chat, at=at)


def _why_withheld(text: str, state: State) -> str:
    """Return the sentence that says why the operators do not read this text, "" if they do.

    With a key an operator could open the complaint as the person. What is typed where a key is asked for may be one,
    or a secret word.
    """
    if asks_for_key(state):
        return "operator_reads_no_key"
    return "operator_reads_no_code" if may_be_key(text) else ""


def _replies(
    chat: Chat, handover: Handover, message: Input, warning: str, *, about_file: str, is_first: bool, at: datetime
) -> tuple[TextReply, ...]:
    """Return the helplines after words of danger, what becomes of a file, and once that the message is waiting.

    `about_file`: the key of the sentence about a file, "" for none.
    """
    context = chat_context(chat, at=at)
    messages = [warning] if warning else []
    if about_file:
        messages.append(context.say(about_file))
    elif not warning and handover.holder_id is None and (is_first or language_of_request(getattr(message, "text", ""))):
        messages.append(context.say("operator_noted"))
    return (TextReply("\n\n".join(messages)),) if messages else ()


def _note_danger(handover: Handover, chat: Chat, message: Input, *, at: datetime) -> str:
    """Mark the chat if the message has words of danger. Return the helplines the first time, else an empty text."""
    text, _ = text_and_media(message)
    warning = danger_warning(chat_context(chat, at=at), text) if text else ""
    if not warning or handover.in_danger:
        return ""
    handover.in_danger = True
    handover.save(update_fields=["in_danger"])
    add_line(handover, Kind.DANGER, at=at)
    return warning
