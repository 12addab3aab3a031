"""One's own complaints by chat. The chat that lodged one opens it; so does its number, as a code to it would; or a key.

Of a complaint that the telephone does not open it shows the same two facts as every channel
(queries.keys.public_facts).
"""

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.utils import translation

from complaints import crypto
from complaints.citizen import limits
from complaints.citizen.keys import guessing
from complaints.models import ActorKind, Complainant, Complaint
from complaints.models.words import REFUSALS
from complaints.queries import for_citizen, keys
from complaints.queries.reported import last_report_among
from complaints.rules import guards
from complaints.rules.capacities import Capacity
from complaints.rules.contacting import Way, is_by_portal
from complaints.rules.moves import permitted
from complaints.rules.opened_by import OpenedBy, Trust
from complaints.rules.parties import Citizen
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Solved, Status
from complaints.services import access, facts
from complaints.services.moves import make_move
from complaints.services.opening import Key, open_with_key
from complaints.services.refusals import NotPermitted, Overtaken, Refused
from complaints.services.verified_phones import verify_phone
from whatsapp.models import Chat, OwnComplaint
from whatsapp.queries import own_complaints
from whatsapp.rules.languages import Language, portal_language
from whatsapp.rules.state import State
from whatsapp.services.chats import record_proof

AS_CITIZEN = frozenset({Capacity.CITIZEN})
UNLIMITED_MOVE = "report_pressure"
RECORDED_ANSWERS = frozenset({"in_person", "someone_else", "nobody", "not_solved", "partly"})
SOLVED_MOVES = frozenset({"close", "object"})
"""The moves that answer "Is it solved?"."""

SUBSTITUTE_MOVES = {
    ("close", Refusal.UNDER_PRESSURE): "add",
    ("withdraw", Refusal.CELL_AFTER_A_CALL): "ask_to_withdraw",
    ("withdraw", Refusal.UNPROVED_KEY): "ask_to_withdraw",
    ("withdraw", Refusal.OFFICERS_KEY): "ask_to_withdraw",
}
"""The move that notes a wish which is not carried out at once: that it is not, nobody learns who looks on."""

CODE_PATTERN = re.compile(r"[0-9]{6}")


def look_up(chat: Chat, asked: Mapping, *, state: State, at: datetime) -> Mapping:
    """The complaint, if this telephone opens it, or a word has just opened it in this talk."""
    if _exceeds_limit(chat, asked["etag"], at=at):
        return {"locked": True}
    complaint = access.find(asked["etag"])
    if _chat_opens(chat, complaint):
        if _is_complainants_number(chat, complaint):
            verify_phone(complaint.complainant, at=at)
        return complaint_snapshot(complaint.pk, by="phone", opened_by=_opened_by_chat(chat, complaint), at=at)
    if opened_by := _opened_by_mark(complaint, asked.get("opened", "")):
        return complaint_snapshot(complaint.pk, by=asked["opened"], opened_by=opened_by, at=at)
    return _show_public_facts(chat, asked["etag"], at=at)


def open_with_typed_key(chat: Chat, asked: Mapping, *, state: State, at: datetime) -> Mapping:
    """The complaint, if the secret word, the printed key or the code is right.

    The duress word shows what its page shows.
    """
    if limits.take(limits.WORDS_OF_ONE, _limit_key(chat, asked["etag"]), at=at):
        return {"locked": True}
    if CODE_PATTERN.fullmatch(asked["key"]) and (
        found := access.open_with_code(etag=asked["etag"], code=asked["key"], at=at)
    ):
        return _opened_by_key(chat, asked["etag"], found.opened_by, at=at)
    opening = open_with_key(etag=asked["etag"], typed=asked["key"], at=at)
    if opening is None:
        return {"opened": False, "tried": True}
    if opening.by is Key.DURESS_WORD:
        return {"harmless": True, **_public_facts(asked["etag"])}
    return _opened_by_key(chat, asked["etag"], opening.opened_by, at=at)


def _opened_by_key(chat: Chat, etag: str, opened_by: OpenedBy, *, at: datetime) -> Mapping:
    """Show it. A key that an officer issued says nothing of whose chat it is."""
    complaint = access.find(etag)
    if facts.trust_of(Citizen(complaint.complainant_id, opened_by), complaint) is Trust.PROVED:
        record_proof(chat, complaint)
    return complaint_snapshot(complaint.pk, by=_opening_mark(complaint, opened_by), opened_by=opened_by, at=at)


def send_code(chat: Chat, asked: Mapping, *, state: State, at: datetime) -> Mapping:
    """Send a code to the number or e-mail address, if the complaint was filed with it. Answer the same if not."""
    if limits.take(limits.CODES, f"whatsapp:{chat.pk}", at=at) or limits.take(limits.CODES_TO_ONE, asked["to"], at=at):
        return {"locked": True}
    access.send_code(etag=asked["etag"], reached_at=asked["to"], at=at)
    return {"code_sent": True}


def set_news_consent(chat: Chat, asked: Mapping, *, state: State, at: datetime) -> Mapping:
    """Note whether news of this chat's complaints may come here from now on. None: it has made no complaint."""
    own = OwnComplaint.objects.filter(chat=chat)
    there = own.update(wants_news=asked["wanted"]) > 0
    chat.welcome = asked["wanted"] and there
    if asked["wanted"]:
        quiet = own.values("complaint__complainant")
        Complainant.objects.filter(pk__in=quiet).update(messages_wanted=True)
    return {"news_wanted": asked["wanted"] if there or not asked["wanted"] else None}


def _show_public_facts(chat: Chat, etag: str, *, at: datetime) -> Mapping:
    """What the number alone shows everybody. A number that nobody has costs a guess, as on the web."""
    guess = guessing.of_source(f"whatsapp:{chat.pk}", at=at)
    if guess is None:
        return {"locked": True}
    facts = _public_facts(etag)
    if facts:
        guess.was_right(at=at)
    return {"opened": False, **facts}


def _public_facts(etag: str) -> dict:
    found = keys.public_facts(etag)
    if found is None:
        return {}
    return {"registered": found.registered_on.isoformat(), "state": "closed" if found.is_closed else "open"}


def list_own(chat: Chat, asked: Mapping, *, state: State, at: datetime) -> Mapping:
    """The newest complaints of this chat and of its number, as far as a shared phone may show them."""
    number = bytes(chat.phone_index) if chat.number_is_proved else b""
    found = own_complaints.list_own_complaints(chat, number)
    return {"complaints": [{"etag": c.etag, "status": c.status, "category": c.category.code} for c in found]}


def make_complainant_move(chat: Chat, asked: Mapping, *, state: State, at: datetime) -> Mapping:
    """Take a move as the complainant, once the complaint is opened again by the same key."""
    complaint = access.find(asked["etag"])
    opened_by = find_opening(chat, complaint, asked["opened"])
    if opened_by is None:
        return {"reason": ""}
    if opened_by is OpenedBy.PHONE and _is_complainants_number(chat, complaint):
        verify_phone(complaint.complainant, at=at)
    if asked["move"] != UNLIMITED_MOVE and limits.take(limits.ACTS_OF_ONE, asked["etag"], at=at):
        return {"reason": ""}
    details = {"answer": asked["answer"]} if asked.get("answer") in RECORDED_ANSWERS else {}
    if asked.get("changes") and complaint.status == Status.CLOSED:
        details["changes"] = "yes"
    came = apply_move(complaint, asked["move"], asked["words"], by=opened_by, state=state, at=at, details=details)
    if asked["move"] not in SOLVED_MOVES:
        return came
    if "done" not in came:  # somebody answered meanwhile, or it is too late
        return {**came, "standing": complaint_snapshot(complaint.pk, by=asked["opened"], opened_by=opened_by, at=at)}
    return {
        **came,
        "change_until": _change_deadline(asked["etag"], opened_by=opened_by, at=at) if asked["move"] == "close" else "",
    }


def _change_deadline(etag: str, *, opened_by: OpenedBy, at: datetime) -> str:
    """Until when a "yes" that was said just now can be changed; empty where no officer is above to start again."""
    return (
        (at + guards.CHANGE_WITHIN).isoformat()
        if "object" in _allowed_moves(access.find(etag), opened_by=opened_by, at=at)
        else ""
    )


def find_opening(chat: Chat, complaint: Complaint, opened: str) -> OpenedBy | None:
    """By what it is open: the telephone, or the key that has opened it in this talk (`opened`: its mark), or None."""
    return _opened_by_chat(chat, complaint) if _chat_opens(chat, complaint) else _opened_by_mark(complaint, opened)


def _opened_by_chat(chat: Chat, complaint: Complaint) -> OpenedBy:
    return OpenedBy.CHAT if own_complaints.is_own(chat, complaint.pk) else OpenedBy.PHONE


def _opened_by_mark(complaint: Complaint, opened: str) -> OpenedBy | None:
    return next((one for one in OpenedBy if opened and opened == _opening_mark(complaint, one)), None)


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
    """Take one move of the complainant's: `done`, or the `reason` why not.

    Whoever looks over a shoulder reads the same whether pressure was reported or not: what is held up by it is noted in
    another way.
    """
    person = Citizen(complaint.complainant_id, by)
    try:
        make_move(complaint_id=complaint.pk, name=move, by=person, at=at, words=words, details=dict(details or {}))
    except Refused as refused:
        if other := SUBSTITUTE_MOVES.get((move, refused.reason)):
            return apply_move(complaint, other, words, by=by, state=state, at=at)
        return {"reason": _refusal_text(refused.reason, state.language)}
    except (NotPermitted, Overtaken):
        return {"reason": ""}
    return {"done": True}


def _chat_opens(chat: Chat, complaint: Complaint) -> bool:
    """Whether the complaint was lodged by this chat, or its number is the complainant's: both are enough by themselves.

    Not past a secret word. WhatsApp vouches for the number.
    """
    if complaint.complainant.has_secret:
        return False
    return own_complaints.is_own(chat, complaint.pk) or _is_complainants_number(chat, complaint)


def _is_complainants_number(chat: Chat, complaint: Complaint) -> bool:
    known = bytes(complaint.complainant.phone_index)
    return chat.number_is_proved and bool(known) and crypto.is_same(known, bytes(chat.phone_index))


def _opening_mark(complaint: Complaint, opened_by: OpenedBy) -> str:
    """By which a complaint that a key has opened is known again in this talk; a new secret word, or another number or
    address than the one whose code opened it, ends that."""
    person = complaint.complainant
    indexes = {OpenedBy.PHONE: person.phone_index, OpenedBy.EMAIL: person.email_index}
    reached = bytes(indexes.get(opened_by, b"")).hex()
    return crypto.blind_index("chat_opened", f"{complaint.pk}:{person.secret_hash}:{opened_by}:{reached}").hex()


def _exceeds_limit(chat: Chat, etag: str, *, at: datetime) -> bool:
    who = f"whatsapp:{chat.pk}"
    return bool(
        limits.take(limits.LOOK_UPS, who, at=at) or limits.take(limits.LOOK_UPS_OF_ONE, _limit_key(chat, etag), at=at)
    )


def _limit_key(chat: Chat, etag: str) -> str:
    """Each telephone has an allowance of its own for a number: nobody else's tries shut its owner out."""
    return f"{etag} whatsapp:{chat.pk}"


def complaint_snapshot(complaint_id: int, *, by: str, opened_by: OpenedBy, at: datetime) -> dict:
    """Where it stands, what waits for an answer, and what the complainant may do who has opened it this way."""
    found = for_citizen.opened(complaint_id)
    complaint, clock = found.complaint, next(iter(found.clocks), None)
    moves, report = _allowed_moves(complaint, opened_by=opened_by, at=at), _report(found)
    return {
        "opened": True,
        "by": by,
        "etag": complaint.etag,
        "status": complaint.status,
        "by_portal": is_by_portal(
            hidden=complaint.identity_is_protected, has_phone=bool(complaint.complainant.phone_index)
        ),
        "due": {"clock": clock.clock, "at": clock.due_at.isoformat(), "late": clock.due_at <= at} if clock else None,
        "category": complaint.category.code,
        "claim": _officer_names(found.claim),
        "claim_is_written": found.claim is not None and found.claim_event.facts.get("how") == Way.PORTAL,
        "report": report,
        "fir": report["fir"] if report else ", ".join(filter(None, (complaint.fir_number, complaint.fir_station))),
        "answered": _last_answer(found),
        **_change_deadlines(complaint, moves),
        "question": _last_words(found, "ask_citizen") if complaint.status == Status.AWAITING_CITIZEN else "",
        "news": _last_words(found, "tell_citizen"),
        "moves": moves,
    }


def _officer_names(claim) -> dict | None:
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


def _report(found: for_citizen.Opened) -> dict | None:
    """Return what was reported of a complaint that is resolved or closed."""
    if found.complaint.status not in {Status.RESOLVED, Status.CLOSED}:
        return None
    report = last_report_among(found.events)
    return asdict(report) if report else None


def _last_answer(found: for_citizen.Opened) -> dict | None:
    """Return how and when "Is it solved?" was answered; None while it waits for an answer, or where nobody answered."""
    complaint = found.complaint
    if complaint.status == Status.RESOLVED:
        return None
    for event in reversed(found.events):
        if complaint.resolved_at and event.at < complaint.resolved_at:
            return None
        if event.kind in SOLVED_MOVES and event.actor_kind == ActorKind.CITIZEN:
            said = Solved.YES if event.kind == "close" else event.facts.get("answer", Solved.NO)
            return {"said": str(said), "at": event.at.isoformat()}
    return None


def _change_deadlines(complaint: Complaint, moves: list[str]) -> dict[str, str]:
    """Until when a closed complaint can be taken up again by another answer, or by an appeal; empty where it cannot."""
    limits = {
        "change_until": ("object", guards.CHANGE_WITHIN),
        "appeal_until": ("appeal", guards.APPEAL_WITHIN),
    }
    if complaint.status != Status.CLOSED or complaint.closed_at is None:
        return dict.fromkeys(limits, "")
    return {
        name: (complaint.closed_at + within).isoformat() if move in moves else ""
        for name, (move, within) in limits.items()
    }


def _allowed_moves(complaint: Complaint, *, opened_by: OpenedBy, at: datetime) -> list[str]:
    """The moves that the table and the guards allow the complainant now, with one of the two ways to withdraw.

    "object" to a closed complaint is the change of a "yes".
    """
    citizen = Citizen(complaint.complainant_id, opened_by)
    known = facts.gather(complaint, by=citizen, held=AS_CITIZEN, at=at, details={"changes": "yes"})
    names = [move.name for move in permitted(Status(complaint.status), AS_CITIZEN) if move.has_page]
    allowed = [name for name in names if guards.refusal(name, known) is None]
    may_withdraw = {"withdraw", "ask_to_withdraw"} & set(allowed)
    others = [name for name in allowed if name not in {"withdraw", "ask_to_withdraw"}]
    return [*others, "withdraw"] if may_withdraw else others


def _refusal_text(reason: Refusal, language: Language | None) -> str:
    with translation.override(portal_language(language or Language.URDU)):
        return str(REFUSALS[reason])
