"""Answer text messages. The reply goes out by the gateway that delivered the message.

An E-tag alone shows the public facts (complaints.queries.access_key_facts.load_public_facts). A yes or no counts with
the digits of its question, from the phone with which the complaint was filed, while the question is open, and never if
the complaint has a secret word.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from citizen.rules.sms_parsing import ParsedSms, SmsMeaning
from citizen.services.sms_nonces import is_sms_nonce
from complaints.models import Complainant, ContactClaim, Event
from complaints.queries import access_key_facts
from complaints.queries.access_key_facts import PublicFacts
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.complainant.one_tap_links import OneTapQuestionKind
from complaints.rules.refusals import Refusal
from complaints.services.moves import lock_complaint, make_move
from complaints.workflow.table import KINDS
from ledger import field_encryption
from ledger.service_exceptions import NotPermitted, Overtaken, Refused

ASKING_KINDS = [name for name, kind in KINDS.items() if kind.one_tap_question is OneTapQuestionKind.ANSWER_CONTACT]
MOST_QUESTIONS = 20
MOVE_OF_MEANING = {SmsMeaning.CONFIRM: ("confirm_contact", "in_person"), SmsMeaning.DENY: ("deny_contact", "nobody")}


@dataclass(frozen=True)
class SmsAnswer:
    """The reply.

    `outcome`: status, noted, unproved, nothing_asked, nonce_missing, nonce_wrong, unknown, too_often or help.
    """

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
    """Store the answer to the open question with these digits. Return the reply's code."""
    claims = _open_claims(phone)
    if not claims:
        return "nothing_asked"
    if not sms.nonce:
        return "nonce_missing"
    asked_at = {(claim.complaint_id, claim.claimed_at): claim.complaint for claim in claims}
    events = Event.objects.filter(kind__in=ASKING_KINDS, complaint__in={complaint_id for complaint_id, _ in asked_at})
    questions = [one for one in events.only("complaint_id", "at") if (one.complaint_id, one.at) in asked_at]
    answered = [asked_at[one.complaint_id, one.at] for one in questions if is_sms_nonce(one.pk, sms.nonce)]
    if len(answered) != 1:
        return "nonce_wrong"
    complaint = answered[0]
    lock_complaint(complaint.pk)
    move, answer_code = MOVE_OF_MEANING[sms.meaning]
    try:
        citizen = Citizen(complaint.complainant_id, OpenedBy.MESSAGE)
        make_move(complaint_id=complaint.pk, name=move, by=citizen, at=at, details={"answer": answer_code})
    except Refused as refused:
        if refused.reason in {Refusal.UNPROVED_KEY, Refusal.OFFICERS_KEY}:
            return "unproved"
        return "nothing_asked" if refused.reason is Refusal.NO_CLAIM else "help"
    except (NotPermitted, Overtaken):
        return "nothing_asked"
    return "noted"


def _open_claims(phone: str) -> list[ContactClaim]:
    """Return the unanswered contact claims of the complaints of this phone, except those with a secret word."""
    if not phone:
        return []
    claims = ContactClaim.objects.filter(
        answered_at=None,
        complaint__complainant__phone_index=_phone_blind_index(phone),
        complaint__complainant__secret_hash="",
    )
    return list(claims.select_related("complaint").order_by("-claimed_at")[:MOST_QUESTIONS])
