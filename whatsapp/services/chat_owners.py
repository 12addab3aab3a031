"""Chats and their owners: found by the business-scoped id, else by the phone number."""

from datetime import datetime

from django.db import IntegrityError, transaction

from complaints.models import Complaint
from ledger import field_encryption
from whatsapp.models import Chat, OwnComplaint
from whatsapp.rules.cloud_api.webhook_payload import Sender


def index_of_user(user_id: str) -> bytes:
    """Return the blind index of a business-scoped id."""
    return field_encryption.blind_index("whatsapp_user", user_id)


def index_of_phone(phone: str) -> bytes:
    """Return the blind index of a number in E.164, the same as a complainant's, so that both can be compared."""
    return field_encryption.blind_index("phone", phone)


def find_chat_by_phone(*, phone: str) -> Chat | None:
    """Return the chat of a number (E.164). One query."""
    return Chat.objects.filter(phone_index=index_of_phone(phone)).first() if phone else None


def find_chat_by_address(address: str) -> Chat | None:
    """Return the chat behind an outbox address: a chat ("chat:12"), or a number that agreed to news.

    None if the number may belong to somebody else by now.
    """
    kind, _, number = address.partition(":")
    chat = Chat.objects.filter(pk=int(number)).first() if kind == "chat" else find_chat_by_phone(phone=address)
    if chat is None or chat.moved_to_index or not (kind == "chat" or chat.welcome):
        return None
    return chat


def lock_or_create_chat(sender: Sender, *, at: datetime) -> Chat:
    """Return the sender's chat, locked until the transaction ends; a new one if there is none.

    If another id now writes from a number, the number may have changed hands: the old chat loses it, and it opens no
    complaint until a key was given (Chat.number_is_proved).
    """
    phone = f"+{sender.phone}" if sender.phone else ""
    chat = (
        _lock_chat_of_user(sender.user_id)
        or _lock_chat_of_phone(phone, sender.user_id)
        or _create_chat(sender.user_id, phone, at=at)
    )
    return _update_chat_identity(chat, sender.user_id, phone)


def _lock_chat_of_user(user_id: str) -> Chat | None:
    return Chat.objects.select_for_update().filter(user_index=index_of_user(user_id)).first() if user_id else None


def _lock_chat_of_phone(phone: str, user_id: str) -> Chat | None:
    if not phone:
        return None
    chat = Chat.objects.select_for_update().filter(phone_index=index_of_phone(phone)).first()
    is_theirs = chat is not None and (not user_id or not chat.user_id)
    return chat if is_theirs else None


def _create_chat(user_id: str, phone: str, *, at: datetime) -> Chat:
    """Create a chat. Two workers that meet a person at the same moment create one."""
    try:
        with transaction.atomic():
            is_new = not _take_number_from_others(phone)
            chat = Chat(user_id=user_id, user_index=index_of_user(user_id), phone=phone, created_at=at)
            chat.number_is_proved = is_new
            chat.phone_index = index_of_phone(phone)
            chat.save()
            return chat
    except IntegrityError:
        chat = _lock_chat_of_user(user_id) or _lock_chat_of_phone(phone, user_id)
        if chat is None:
            raise
        return chat


def _update_chat_identity(chat: Chat, user_id: str, phone: str) -> Chat:
    if phone and chat.phone != phone:
        chat.number_is_proved = not _take_number_from_others(phone)
        chat.phone, chat.phone_index = phone, index_of_phone(phone)
        chat.save(update_fields=["phone", "phone_index", "number_is_proved"])
    if user_id and not chat.user_id:
        chat.user_id, chat.user_index = user_id, index_of_user(user_id)
        chat.save(update_fields=["user_id", "user_index"])
    return chat


def _take_number_from_others(phone: str) -> bool:
    """Take the number from every other chat. Return whether another account had it.

    A chat without its own account has no identity left and is deleted.
    """
    if not phone:
        return False
    theirs = Chat.objects.filter(phone_index=index_of_phone(phone))
    theirs.filter(user_index=b"").delete()
    return bool(theirs.update(phone="", phone_index=b"", welcome=False))


def note_number_change(chat: Chat, phone: str) -> None:
    """Record WhatsApp's report that this account has moved to another number (E.164).

    The old number no longer proves its owner. The chat moves when a key opens one of its complaints from the new number
    (`record_opening_proof`).
    """
    chat.number_is_proved = False
    chat.moved_to, chat.moved_to_index = phone, index_of_phone(phone)
    chat.save(update_fields=["number_is_proved", "moved_to", "moved_to_index"])


def record_opening_proof(chat: Chat, complaint: Complaint) -> None:
    """Record that a key opened a complaint in this chat, so its writer is the complainant.

    This proves the number if it is the complaint's own. Complaints that an earlier account of theirs filed become this
    chat's.
    """
    if not chat.phone:
        return
    if not chat.number_is_proved and complaint.complainant.phone == chat.phone:
        chat.number_is_proved = True
        chat.save(update_fields=["number_is_proved"])
    before = OwnComplaint.objects.filter(complaint=complaint, chat__moved_to_index=chat.phone_index).exclude(chat=chat)
    if old := before.values_list("chat", flat=True).first():
        for own in OwnComplaint.objects.filter(chat=old):
            own.chat = chat
            own.save(update_fields=["chat", "mark"])
        Chat.objects.filter(pk=old).update(moved_to="", moved_to_index=b"")
