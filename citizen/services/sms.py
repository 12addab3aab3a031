"""Answering a text message. What it asks is done, what is said back goes out by the gateway that brought it.

The number alone shows what it shows everybody (queries.keys.public_facts). A yes or a no counts from the telephone with
which the complaint was filed, while its question is open, and never where a secret word keeps that telephone out.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from citizen.rules.sms import Meaning, Texted
from complaints.models import Complainant, ContactClaim
from complaints.queries import access_keys
from complaints.queries.access_keys import PublicFacts
from complaints.rules.opened_by import OpenedBy
from complaints.rules.parties import Citizen
from complaints.rules.refusals import Refusal
from complaints.services.moves import lock, make_move
from ledger import crypto
from ledger.exceptions import NotPermitted, Overtaken, Refused

MOVES = {Meaning.CONFIRM: ("confirm_contact", "in_person"), Meaning.DENY: ("deny_contact", "nobody")}


@dataclass(frozen=True)
class Answered:
    """What is to be said. `what`: status, noted, unproved, nothing_asked, which, unknown or help."""

    what: str
    facts: PublicFacts | None = None
    language: str = ""


def answer(texted: Texted, *, phone: str, at: datetime) -> Answered:
    """Do what a text asks. `phone`: E.164, as the gateway says; "" where it says none."""
    language = _language(phone)
    if texted.meaning in MOVES:
        return Answered(_said(texted, phone, at=at), language=language)
    if texted.meaning is Meaning.STATUS:
        facts = access_keys.public_facts(texted.etag)
        return Answered("status" if facts else "unknown", facts, language)
    return Answered("help", language=language)


def _language(phone: str) -> str:
    """Of whoever filed with this telephone last; "" where nobody did."""
    filed = Complainant.objects.filter(phone_index=_index(phone)) if phone else Complainant.objects.none()
    return filed.order_by("-pk").values_list("language", flat=True).first() or ""


def _index(phone: str) -> bytes:
    return crypto.blind_index("phone", phone)


@transaction.atomic
def _said(texted: Texted, phone: str, *, at: datetime) -> str:
    """Take the word, if there is one question that it can answer."""
    asked = _asked(texted, phone)
    if len(asked) != 1:
        return "which" if asked else "nothing_asked"
    complaint_id, complainant_id = asked[0]
    lock(complaint_id)
    move, said = MOVES[texted.meaning]
    try:
        citizen = Citizen(complainant_id, OpenedBy.MESSAGE)
        make_move(complaint_id=complaint_id, name=move, by=citizen, at=at, details={"answer": said})
    except Refused as refused:
        if refused.reason in {Refusal.UNPROVED_KEY, Refusal.OFFICERS_KEY}:
            return "unproved"
        return "nothing_asked" if refused.reason is Refusal.NO_CLAIM else "help"
    except (NotPermitted, Overtaken):
        return "nothing_asked"
    return "noted"


def _asked(texted: Texted, phone: str) -> list[tuple[int, int]]:
    """Complaints of this telephone of which a claim waits for an answer; of the number alone, where one was written."""
    if not phone:
        return []
    claims = ContactClaim.objects.filter(answered_at=None, complaint__complainant__phone_index=_index(phone))
    claims = claims.filter(complaint__complainant__secret_hash="")
    if texted.etag:
        claims = claims.filter(complaint__etag=texted.etag)
    return list(claims.values_list("complaint_id", "complaint__complainant_id")[:2])
