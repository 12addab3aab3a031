"""Webhook of the SMS gateway: `POST /sms/inbound` {from, text, id}. The answer's `reply` is sent back to the phone.

The gateway authenticates with SMS_INBOUND_TOKEN (`Authorization: Bearer …`). Without that setting all requests are
refused.
"""

import hmac
import json

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from citizen import deadline_texts, rate_limits
from citizen.access import guess_limits
from citizen.rate_limits import Bucket
from citizen.rules.sms_parsing import SmsMeaning, parse_sms
from citizen.services.sms_answers import SmsAnswer, answer_sms
from complaints.rules import etag
from ledger.field_encryption import blind_index
from web import identity_numbers

MAX_LENGTH = 1600  # characters: ten parts, more than any telephone sends
GUESSING_MEANINGS = frozenset({SmsMeaning.STATUS, SmsMeaning.CONFIRM, SmsMeaning.DENY})
WRONG_GUESSES = frozenset({"unknown", "nonce_wrong"})
"""Outcomes that cost a guess, as on the web: an E-tag that nobody has, and digits of no open question."""
SMS_PER_SENDER = Bucket("text_from", every=20, burst=20)


@csrf_exempt
@never_cache
@require_POST
def receive_sms(request: HttpRequest) -> JsonResponse:
    """Answer one text message.

    A repeated delivery is answered again but counts once: its question is closed by then.
    """
    if not _is_gateway(request):
        return JsonResponse({}, status=403)
    message, at = _parse_body(request), now()
    if message is None:
        return JsonResponse({"error": "from and text are required"}, status=400)
    phone = _parse_phone(message["from"])
    if rate_limits.take_token(SMS_PER_SENDER, _sender_digest(phone or message["from"]), at=at):
        return JsonResponse({"reply": ""})
    sms = parse_sms(message["text"])
    guess = None
    if sms.meaning in GUESSING_MEANINGS:
        guess = guess_limits.charge_guess_of_source(_sender_digest(phone or message["from"]), at=at)
    if sms.meaning in GUESSING_MEANINGS and guess is None:
        answer = SmsAnswer("too_often")
    else:
        answer = answer_sms(sms, phone=phone, at=at)
    if guess and answer.outcome not in WRONG_GUESSES:
        guess.refund(at=at)
    # the complaint centre's number that can be dialled from this phone
    help_number = "1787" if phone.startswith("+92") or not phone else "+92 331 7871787"
    with translation.override(answer.language or "ur"):
        return JsonResponse({"reply": _reply_text(answer, help_number=help_number)})


def _sender_digest(sender: str) -> str:
    return blind_index("limit", sender).hex()


def _is_gateway(request: HttpRequest) -> bool:
    expected = f"Bearer {settings.SMS_INBOUND_TOKEN}".encode()
    header = request.META.get("HTTP_AUTHORIZATION", "").encode("utf-8", "surrogateescape")
    return bool(settings.SMS_INBOUND_TOKEN) and hmac.compare_digest(header, expected)


def _parse_body(request: HttpRequest) -> dict[str, str] | None:
    try:
        body = json.loads(request.body)
        message = {name: body[name].replace("\0", "")[:MAX_LENGTH] for name in ("from", "text")}
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return message if message["from"] else None


def _parse_phone(sender: str) -> str:
    """Return the sender as E.164; an empty string if it is not a number, for example a name."""
    try:
        return identity_numbers.normalise_phone(sender)
    except identity_numbers.ImpossibleNumber:
        return ""


def _reply_text(answer: SmsAnswer, *, help_number: str) -> str:
    """Return the reply. It must fit into two parts of an SMS (tests.citizen.test_texting)."""
    match answer.outcome:
        case "status":
            return gettext("%(etag)s: %(state)s. Registered on %(day)s.") % {
                "etag": etag.format_etag(answer.facts.etag),
                "state": deadline_texts.open_or_closed_label(is_closed=answer.facts.is_closed),
                "day": deadline_texts.format_day(answer.facts.registered_on),
            }
        case "noted":
            return gettext("Thank you, your answer is recorded.")
        case "unproved":
            text = gettext(
                "Not recorded yet. First open your complaint with a code sent to this number: %(site)s\n"
                "A “no” counts by SMS."
            )
            return text % {"site": settings.SITE_URL + reverse("track")}
        case "nonce_missing":
            return gettext("Not recorded. Add the 4 digits from our message to your answer, like: no 1234")
        case "nonce_wrong":
            return gettext("Not recorded. These digits belong to no open question. Look at our last message.")
        case "nothing_asked":
            return gettext("There is no open question for you. Help: %(help)s. In danger: 15.") % {"help": help_number}
        case "too_often":
            return gettext("Too many wrong numbers from this phone. Wait, then try again. Help: %(help)s.") % {
                "help": help_number
            }
        case "unknown":
            return gettext("This number was not found. Check it. Help: %(help)s.") % {"help": help_number}
    return gettext("Text your E-tag to check its status. Help: %(help)s. In danger: 15. %(site)s") % {
        "help": help_number,
        "site": settings.SITE_URL,
    }
