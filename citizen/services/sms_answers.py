"""Answer text messages. The reply goes out by the gateway that delivered the message.

An E-tag alone shows the public facts (complaints.queries.access_key_facts.load_public_facts). A yes or no counts from
the phone with which the complaint was filed, while its question is open, and never if the complaint has a secret word.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from citizen.rules.sms_parsing import ParsedSms, SmsMeaning
from complaints.models import Complainant, ContactClaim
from complaints.queries import access_key_facts
from complaints.queries.access_key_facts import PublicFacts
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.refusals import Refusal
from complaints.services.moves import lock_complaint, make_move
from ledger import field_encryption
from ledger.service_exceptions import NotPermitted, Overtaken, Refused

MOVE_OF_MEANING = {SmsMeaning.CONFIRM: ("confirm_contact", "in_person"), SmsMeaning.DENY: ("deny_contact", "nobody")}


@dataclass(frozen=True)
class SmsAnswer:
    """The reply. `outcome`: status, noted, unproved, nothing_asked, which, unknown, too_often or help."""

    outcome: str
    facts: PublicFacts | None = None
    language: str = ""


def answer_sms(sms: ParsedSms, *, phone: str, at: datetime) -> SmsAnswer:
    """Act on a text message. `phone`: E.164 according to the gateway; empty if it is unknown."""
    language = _language_of_phone(phone)
    if sms.meaning in MOVE_OF_MEANING:
        return SmsAnswer(_store_answer(sms, phone, at=at), language=language)
    if sms.meaning is SmsMeaning.STATUS:
        facts = access_key_facts.load_public_facts(sms.etag)
        return SmsAnswer("status" if facts else "unknown", facts, language)
    return SmsAnswer("help", language=language)


def _language_of_phone(phone: str) -> str:
    """Return the language of the latest complainant with this phone; empty if there is none."""
    complainants = (
        Complainant.objects.filter(phone_index=_phone_blind_index(phone)) if phone else Complainant.objects.none()
    )
    return complainants.order_by("-pk").values_list("language", flat=True).first() or ""


def _phone_blind_index(phone: str) -> bytes:
    return field_encryption.blind_index("phone", phone)


@transaction.atomic
def _store_answer(sms: ParsedSms, phone: str, *, at: datetime) -> str:
    """Store the answer if there is exactly one question that it can answer. Return the reply's code."""
    questions = _open_questions(sms, phone)
    if len(questions) != 1:
        return "which" if questions else "nothing_asked"
    complaint_id, complainant_id = questions[0]
    lock_complaint(complaint_id)
    move, answer_code = MOVE_OF_MEANING[sms.meaning]
    try:
        citizen = Citizen(complainant_id, OpenedBy.MESSAGE)
        make_move(complaint_id=complaint_id, name=move, by=citizen, at=at, details={"answer": answer_code})
    except Refused as refused:
        if refused.reason in {Refusal.UNPROVED_KEY, Refusal.OFFICERS_KEY}:
            return "unproved"
        return "nothing_asked" if refused.reason is Refusal.NO_CLAIM else "help"
    except (NotPermitted, Overtaken):
        return "nothing_asked"
    return "noted"


def _open_questions(sms: ParsedSms, phone: str) -> list[tuple[int, int]]:
    """Return the complaints of this phone with an unanswered contact claim; only the given E-tag's, if there is one."""
    if not phone:
        return []
    claims = ContactClaim.objects.filter(
        answered_at=None, complaint__complainant__phone_index=_phone_blind_index(phone)
    )
    claims = claims.filter(complaint__complainant__secret_hash="")
    if sms.etag:
        claims = claims.filter(complaint__etag=sms.etag)
    return list(claims.values_list("complaint_id", "complaint__complainant_id")[:2])
