"""The outbox messages of alerts about missing children. Consent and notice are checked again when each is sent."""

from datetime import datetime, timedelta

from citizen.rate_limits import Bucket, take_token
from notices.models import Notice
from notices.rules.notice_kinds import NoticeKind
from notifications.message_routing import NoRecipient
from notifications.models import Message
from notifications.recipient_address import Address
from notifications.transports.transport_interface import OutsideHours
from whatsapp.models import Chat, NoticeSubscription
from whatsapp.rules.cloud_api.message_templates import ALERT_TEMPLATES, TemplateMessage
from whatsapp.rules.dialog_steps import Context
from whatsapp.rules.dialogs import notice_subscriptions
from whatsapp.rules.notice_alerts import ALERT_MESSAGE, ALERTS_PER_SECOND
from whatsapp.rules.public_directory import translate
from whatsapp.rules.replies import Reply
from whatsapp.services.notice_broadcasts import subscriptions_for

ALERT_LIMIT = Bucket("whatsapp_alerts", every=1 / ALERTS_PER_SECOND, burst=ALERTS_PER_SECOND)
"""All alerts together. The outbox spreads them already; after an outage many are due at once."""


def notice_subscriber_address(ref_id: int, at: datetime) -> Address | None:
    """Return the address of a chat that asked for alerts; None if it does not want any now. Only by WhatsApp."""
    wanted = NoticeSubscription.objects.filter(chat=ref_id, stopped_at=None)
    return Address(whatsapp=f"chat:{ref_id}", prefers="whatsapp") if wanted.exists() else None


def build_alert(context: Context, chat: Chat, message: Message) -> tuple[Reply, TemplateMessage]:
    """Return an alert for inside and for outside the 24-hour window.

    Raises NoRecipient if the person or the notice no longer wants it, OutsideHours if too many leave just now.
    """
    notice = Notice.objects.select_related("office__routes_to").filter(pk=message.context["notice"]).first()
    if notice is None or not subscriptions_for(notice.line).filter(chat=chat).exists():
        raise NoRecipient("alerts of this district are not wanted")
    is_alert = message.template == ALERT_MESSAGE
    is_public = Notice.objects.public(context.at).filter(kind=NoticeKind.ALERT, pk=notice.pk).exists()
    if is_alert and not is_public:
        raise NoRecipient("the alert is over")
    if wait := take_token(ALERT_LIMIT, "", at=context.at):
        raise OutsideHours(context.at + timedelta(seconds=max(1, wait)), "waits for the other alerts")
    office = context.directory.office(notice.office.code)
    place = translate(office.names, context.language) if office else notice.office.name
    code = notice.code if is_alert else ""
    reply = notice_subscriptions.alert_reply(context, message.template, place, code=code)
    return reply, TemplateMessage(ALERT_TEMPLATES[message.template], place, code)
