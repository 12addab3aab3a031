"""One's own complaints by chat. The telephone that writes is the key, as a code to it would be; else a word is.

Of a complaint that the telephone does not open it shows the same two facts as every channel
(queries.keys.public_facts).
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils import translation

from complaints.citizen import limits
from complaints.citizen.keys import guessing
from complaints.models import Complaint
from complaints.models.words import REFUSALS
from complaints.queries import for_citizen, keys
from complaints.queries.my_list import page_of
from complaints.rules import guards
from complaints.rules.capacities import Capacity
from complaints.rules.moves import permitted
from complaints.rules.parties import Citizen
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.services import access, facts
from complaints.services.moves import make_move
from complaints.services.opening import Key, open_with_key
from complaints.services.refusals import NotPermitted, Overtaken, Refused
from complaints.services.verified_phones import verify_phone
from whatsapp.models import Chat
from whatsapp.rules.languages import Language, of_portal
from whatsapp.rules.state import State

AS_CITIZEN = frozenset({Capacity.CITIZEN})
UNLIMITED = "report_pressure"


def look_up(chat: Chat, asked: Mapping, *, state: State, at: datetime) -> Mapping:
    """The complaint, if this telephone opens it, or a word has just opened it in this talk."""
    if _too_often(chat, asked["etag"], at=at):
        return {"locked": True}
    complaint = access.find(asked["etag"])
    if _opens(chat, complaint):
        verify_phone(complaint.complainant, at=at)
        return _standing(complaint.pk, by="phone", at=at)
    if asked.get("opened") == _mark(complaint) != "":
        return _standing(complaint.pk, by=asked["opened"], at=at)
    return _unopened(chat, asked["etag"], at=at)


def open_by_key(chat: Chat, asked: Mapping, *, state: State, at: datetime) -> Mapping:
    """The complaint, if the secret word or the printed key is right. The duress word shows what its page shows."""
    if limits.take(limits.WORDS_OF_ONE, _own(chat, asked["etag"]), at=at):
        return {"locked": True}
    opening = open_with_key(etag=asked["etag"], typed=asked["key"], at=at)
    if opening is None:
        return {"opened": False, "tried": True}
    if opening.by is Key.DURESS_WORD:
        return {"harmless": True, **_facts(asked["etag"])}
    return _standing(opening.complaint_id, by=_mark(access.find(asked["etag"])), at=at)


def _unopened(chat: Chat, etag: str, *, at: datetime) -> Mapping:
    """What the number alone shows everybody. A number that nobody has costs a guess, as on the web."""
    guess = guessing.of_source(f"whatsapp:{chat.pk}", at=at)
    if guess is None:
        return {"locked": True}
    facts = _facts(etag)
    if facts:
        guess.was_right(at=at)
    return {"opened": False, **facts}


def _facts(etag: str) -> dict:
    found = keys.public_facts(etag)
    if found is None:
        return {}
    return {"registered": found.registered_on.isoformat(), "state": "closed" if found.is_closed else "open"}


def mine(chat: Chat, asked: Mapping, *, state: State, at: datetime) -> Mapping:
    """The newest complaints of this telephone, as far as a shared one may show them."""
    if not chat.phone:
        return {"complaints": []}
    found = page_of(bytes(chat.phone_index)).complaints
    return {"complaints": [{"etag": c.etag, "status": c.status, "category": c.category.code} for c in found]}


def act(chat: Chat, asked: Mapping, *, state: State, at: datetime) -> Mapping:
    """Take a move as the complainant, once the complaint is opened again by the same key."""
    complaint = access.find(asked["etag"])
    if not is_open(chat, complaint, asked["opened"]):
        return {"reason": ""}
    if asked["move"] != UNLIMITED and limits.take(limits.ACTS_OF_ONE, asked["etag"], at=at):
        return {"reason": ""}
    return take(complaint, asked["move"], asked["words"], state=state, at=at)


def is_open(chat: Chat, complaint: Complaint, opened: str) -> bool:
    """Whether the telephone opens it, or the word that has opened it in this talk still does (`opened`: its mark)."""
    return _opens(chat, complaint) or opened == _mark(complaint) != ""


def take(complaint: Complaint, move: str, words: str, *, state: State, at: datetime) -> Mapping:
    """One move of the complainant's: `done`, or the `reason` why not."""
    details = {"answer": "nobody"} if move == "deny_contact" else {}
    try:
        make_move(
            complaint_id=complaint.pk, name=move, by=Citizen(complaint.complainant_id), at=at, words=words,
            details=details,
        )  # fmt: skip
    except Refused as refused:
        return {"reason": _said(refused.reason, state.language)}
    except (NotPermitted, Overtaken):
        return {"reason": ""}
    return {"done": True}


def _opens(chat: Chat, complaint: Complaint) -> bool:
    """Whether the telephone that writes is the complainant's, and enough. WhatsApp vouches for the number."""
    person = complaint.complainant
    return bool(chat.phone) and bytes(chat.phone_index) == bytes(person.phone_index) and not person.has_secret


def _mark(complaint: Complaint) -> str:
    """By which a complaint that a word has opened is known again in this talk; another word ends that."""
    return keys.mark_of(complaint.complainant.secret_hash)


def _too_often(chat: Chat, etag: str, *, at: datetime) -> bool:
    who = f"whatsapp:{chat.pk}"
    return bool(
        limits.take(limits.LOOK_UPS, who, at=at) or limits.take(limits.LOOK_UPS_OF_ONE, _own(chat, etag), at=at)
    )


def _own(chat: Chat, etag: str) -> str:
    """Each telephone has an allowance of its own for a number: nobody else's tries shut its owner out."""
    return f"{etag} whatsapp:{chat.pk}"


def _standing(complaint_id: int, *, by: str, at: datetime) -> dict:
    """Where it stands, what waits for an answer, and what the complainant may do."""
    found = for_citizen.opened(complaint_id)
    complaint, clock = found.complaint, next(iter(found.clocks), None)
    return {
        "opened": True,
        "by": by,
        "etag": complaint.etag,
        "status": complaint.status,
        "hidden": complaint.identity_is_protected,
        "due": {"clock": clock.clock, "at": clock.due_at.isoformat(), "late": clock.due_at <= at} if clock else None,
        "claim": _officer(found.claim),
        "question": _last_words(found, "ask_citizen") if complaint.status == Status.AWAITING_CITIZEN else "",
        "news": _last_words(found, "tell_citizen"),
        "moves": _moves(complaint, at=at),
    }


def _officer(claim) -> dict | None:
    """Who says that they have spoken to them: rank, and name."""
    if claim is None:
        return None
    officer = claim.posting.officer
    said = {}
    for language in ("en", "ur"):
        with translation.override(language):
            said[language] = f"{officer.get_rank_display() or ''} {officer.name}".strip()
    return said | {"roman": said["en"]}


def _last_words(found: for_citizen.Opened, kind: str) -> str:
    events = [event for event in found.events if event.kind == kind and getattr(event, "words", None)]
    return events[-1].words.text if events else ""


def _moves(complaint: Complaint, *, at: datetime) -> list[str]:
    """The moves that the table and the guards allow the complainant now."""
    citizen = Citizen(complaint.complainant_id)
    known = facts.gather(complaint, by=citizen, held=AS_CITIZEN, at=at)
    names = [move.name for move in permitted(Status(complaint.status), AS_CITIZEN) if move.has_page]
    return [name for name in names if guards.refusal(name, known) is None]


def _said(reason: Refusal, language: Language | None) -> str:
    with translation.override(of_portal(language or Language.URDU)):
        return str(REFUSALS[reason])
