"""Access to complaints by chat: for the chat that filed one, for its phone number, or with a key.

A complaint that stays closed shows the same two facts as on every channel (access_key_facts.load_public_facts).
"""

import re
from collections.abc import Mapping
from datetime import datetime

from citizen import rate_limits
from citizen.access import guess_limits
from citizen.services.complaint_opening import open_with_printed_key
from citizen.services.web_links import make_web_link
from complaints.models import Complaint
from complaints.queries import access_key_facts
from complaints.rules.access_proofs import OpenedBy, Trust
from complaints.rules.actors import Citizen
from complaints.services import facts
from complaints.services.access_keys import access_codes
from complaints.services.access_keys.contact_proofs import record_phone_proof
from ledger import field_encryption
from whatsapp.models import Chat
from whatsapp.queries import own_complaints
from whatsapp.rules.chat_state import State
from whatsapp.services.chat_owners import record_opening_proof
from whatsapp.services.effects.complaint_snapshot import load_complaint_snapshot

CODE_PATTERN = re.compile(r"[0-9]{6}")


def look_up_complaint(chat: Chat, request: Mapping, *, state: State, at: datetime) -> Mapping:
    """Return the complaint if this phone opens it, or if a key has opened it in this dialog."""
    phone_key, phone_and_etag_key = f"whatsapp:{chat.pk}", _rate_limit_key(chat, request["etag"])
    if rate_limits.take_token(rate_limits.LOOK_UPS, phone_key, at=at) or rate_limits.take_token(
        rate_limits.LOOK_UPS_PER_ETAG, phone_and_etag_key, at=at
    ):
        return {"locked": True}
    complaint = access_codes.find_complaint_or_placeholder(request["etag"])
    if _may_chat_open(chat, complaint):
        if is_complainants_number(chat, complaint):
            record_phone_proof(complaint.complainant, at=at)
        opened_by = _way_opened_by_chat(chat, complaint)
        snapshot = load_complaint_snapshot(complaint.pk, by="phone", opened_by=opened_by, at=at)
        link = make_web_link(complaint.etag, opened_by=opened_by, at=at) if complaint.is_quiet else ""
        return snapshot | {"link": link}
    if opened_by := _way_opened_by_mark(complaint, request.get("opened", "")):
        return load_complaint_snapshot(complaint.pk, by=request["opened"], opened_by=opened_by, at=at)
    return _show_public_facts(chat, request["etag"], at=at)


def open_with_typed_key(chat: Chat, request: Mapping, *, state: State, at: datetime) -> Mapping:
    """Return the complaint if the printed key or code is right.

    Secret and duress words are never compared with what is typed in a chat: they open complaints on the web only.
    """
    if rate_limits.take_token(rate_limits.WORD_TRIES_PER_ETAG, _rate_limit_key(chat, request["etag"]), at=at):
        return {"locked": True}
    if CODE_PATTERN.fullmatch(request["key"]) and (
        found := access_codes.open_with_code(etag=request["etag"], code=request["key"], at=at)
    ):
        return _open_complaint_by_key(chat, request["etag"], found.opened_by, at=at)
    opening = open_with_printed_key(etag=request["etag"], typed=request["key"], at=at)
    if opening is None:
        return {"opened": False, "tried": True}
    return _open_complaint_by_key(chat, request["etag"], opening.opened_by, at=at)


def _open_complaint_by_key(chat: Chat, etag: str, opened_by: OpenedBy, *, at: datetime) -> Mapping:
    """Return the complaint. A key that an officer issued does not prove whose chat it is."""
    complaint = access_codes.find_complaint_or_placeholder(etag)
    if facts.trust_of_actor(Citizen(complaint.complainant_id, opened_by), complaint) is Trust.PROVED:
        record_opening_proof(chat, complaint)
    return load_complaint_snapshot(complaint.pk, by=_opening_mark(complaint, opened_by), opened_by=opened_by, at=at)


def send_access_code(chat: Chat, request: Mapping, *, state: State, at: datetime) -> Mapping:
    """Send a code to the contact if the complaint was filed with it. The reply is the same if not."""
    if rate_limits.take_token(rate_limits.CODE_FORMS, f"whatsapp:{chat.pk}", at=at) or rate_limits.take_token(
        rate_limits.CODES_PER_RECIPIENT, request["to"], at=at
    ):
        return {"locked": True}
    access_codes.send_code(etag=request["etag"], phone_or_email=request["to"], at=at)
    return {"code_sent": True}


def _show_public_facts(chat: Chat, etag: str, *, at: datetime) -> Mapping:
    """Return what the number alone shows, and a link to open the complaint on the web.

    An unknown number gets a link too, and uses up a guess, as on the web.
    """
    guess = guess_limits.charge_guess_of_source(f"whatsapp:{chat.pk}", at=at)
    if guess is None:
        return {"locked": True}
    shown: dict[str, str] = {}
    if found := access_key_facts.load_public_facts(etag):
        guess.refund(at=at)
        shown = {"registered": found.registered_on.isoformat(), "state": "closed" if found.is_closed else "open"}
    return {"opened": False, "link": make_web_link(etag, opened_by=None, at=at), **shown}


def list_shareable_complaints(chat: Chat, request: Mapping, *, state: State, at: datetime) -> Mapping:
    """Return the newest complaints of this chat and its number that a shared phone may show."""
    number = field_encryption.blind_index("phone", chat.phone) if chat.number_is_proved else b""
    found = own_complaints.list_own_complaints(chat, number)
    return {"complaints": [{"etag": c.etag, "status": c.status, "category": c.category.code} for c in found]}


def find_way_of_opening(chat: Chat, complaint: Complaint, opened: str) -> OpenedBy | None:
    """Return how the complaint is open: by the chat or its number, or by the key with this mark; else None."""
    return (
        _way_opened_by_chat(chat, complaint)
        if _may_chat_open(chat, complaint)
        else _way_opened_by_mark(complaint, opened)
    )


def _way_opened_by_chat(chat: Chat, complaint: Complaint) -> OpenedBy:
    return OpenedBy.CHAT if own_complaints.is_own_complaint(chat, complaint.pk) else OpenedBy.PHONE


def _way_opened_by_mark(complaint: Complaint, opened: str) -> OpenedBy | None:
    return next((opened_by for opened_by in OpenedBy if opened and opened == _opening_mark(complaint, opened_by)), None)


def _may_chat_open(chat: Chat, complaint: Complaint) -> bool:
    """Return whether this chat filed the complaint, or its number is the complainant's.

    A secret word prevents both. WhatsApp vouches for the number.
    """
    if complaint.complainant.has_secret:
        return False
    return own_complaints.is_own_complaint(chat, complaint.pk) or is_complainants_number(chat, complaint)


def is_complainants_number(chat: Chat, complaint: Complaint) -> bool:
    """Return whether the chat's number is the complainant's.

    The encrypted values decide, not their blind indexes: an index that somebody copied into a row proves nothing.
    """
    return chat.number_is_proved and bool(chat.phone) and chat.phone == complaint.complainant.phone


def _opening_mark(complaint: Complaint, opened_by: OpenedBy) -> str:
    """Return the mark of a complaint that a key has opened in this dialog.

    A new secret word, or a change of the contact whose code opened it, invalidates the mark.
    """
    person = complaint.complainant
    indexes = {OpenedBy.PHONE: person.phone_index, OpenedBy.EMAIL: person.email_index}
    contact = bytes(indexes.get(opened_by, b"")).hex()
    return field_encryption.blind_index(
        "chat_opened", f"{complaint.pk}:{person.secret_hash}:{opened_by}:{contact}"
    ).hex()


def _rate_limit_key(chat: Chat, etag: str) -> str:
    """Return the key of the rate limit. Each phone has its own, so that others' tries do not lock out the owner."""
    return f"{etag} whatsapp:{chat.pk}"
