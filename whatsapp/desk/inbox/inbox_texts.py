"""The inbox's texts for refusals, kinds of messages and deliveries."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from whatsapp.models import Sending
from whatsapp.queries.inbox_lists import is_account_error
from whatsapp.rules.cloud_api.api_errors import WINDOW_CLOSED
from whatsapp.rules.cloud_api.delivery_status import DeliveryStatus
from whatsapp.rules.handover.handover_refusals import HandoverRefusal
from whatsapp.rules.handover.handover_rules import LONGEST_TEXT
from whatsapp.rules.languages import Language
from whatsapp.services.held_news import UNTIL_THEY_WRITE

REFUSALS = {
    HandoverRefusal.TAKEN: gettext_lazy("Another operator has this chat. Nothing was sent."),
    HandoverRefusal.NOT_YOURS: gettext_lazy("Take the chat first. Nothing was sent."),
    HandoverRefusal.ENDED: gettext_lazy("This chat has ended. Nothing was sent."),
    HandoverRefusal.EMPTY: gettext_lazy("Write the message first."),
    HandoverRefusal.TOO_LONG: gettext_lazy("The message is too long: at most %(most)d characters."),
    HandoverRefusal.NOT_FAILED: gettext_lazy("This message was not refused, so it is not sent again."),
    HandoverRefusal.NO_CALL_DUE: gettext_lazy("No call is due in this chat."),
    HandoverRefusal.TOO_EARLY: gettext_lazy("It is too early for this call."),
    HandoverRefusal.NO_HOURS: gettext_lazy("Enter hours for at least one day."),
}
LANGUAGES = {
    Language.URDU: gettext_lazy("Urdu"),
    Language.ENGLISH: gettext_lazy("English"),
    Language.ROMAN: gettext_lazy("Roman Urdu"),
}
MEDIA = {
    "photo": gettext_lazy("(photo)"),
    "video": gettext_lazy("(video)"),
    "voice": gettext_lazy("(voice note)"),
    "paper": gettext_lazy("(document)"),
    "place": gettext_lazy("(location)"),
    "other": gettext_lazy("(a message that cannot be shown)"),
}


def refusal_text(reason: HandoverRefusal) -> str:
    """Return the text of a refusal."""
    text = str(REFUSALS[reason])
    return text % {"most": LONGEST_TEXT} if reason is HandoverRefusal.TOO_LONG else text


def delivery_text(sending: Sending | None, *, at: datetime) -> tuple[str, str]:
    """Return what became of a message of the operator, and the tone in which it is shown."""
    if sending is None:
        return "", "plain"
    if sending.outcome == DeliveryStatus.FAILED:
        if sending.code == WINDOW_CLOSED:
            return _("Not delivered: more than 24 hours have passed since the person wrote."), "late"
        return _("WhatsApp refused this message (error %(code)s).") % {"code": sending.code or "–"}, "late"
    if sending.outcome == DeliveryStatus.READ:
        return _("Read"), "good"
    if sending.outcome == DeliveryStatus.DELIVERED:
        return _("Delivered"), "good"
    if sending.sent_at:
        return _("Sent"), "plain"
    if is_account_error(sending.code):
        return account_error_text(sending.code), "late"
    if sending.not_before == UNTIL_THEY_WRITE:
        return _("24 hours have passed. Your text follows when the person writes."), "soon"
    return _("Being sent"), "plain"


def account_error_text(code: int | None) -> str:
    """Return what an error of our account means for messages, such as an expired token."""
    text = _(
        "WhatsApp does not accept our messages now (error %(code)s). They are kept and sent later. "
        "Tell an administrator."
    )
    return text % {"code": code}
