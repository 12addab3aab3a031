"""Consent to alerts about missing children, by district."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from whatsapp.models import Chat, NoticeSubscription
from whatsapp.rules.chat_state import State


def ask_for_alerts(chat: Chat, request: Mapping, *, state: State, at: datetime) -> Mapping:
    """Record that this chat wants the alerts of a district. {} if there is no such district any more."""
    district = Office.objects.filter(code=request["district"], kind=OfficeKind.DISTRICT).first()
    if district is None:
        return {}
    NoticeSubscription.objects.update_or_create(
        chat=chat, district=district, defaults={"asked_at": at, "stopped_at": None}
    )
    return {"district": district.code}


def end_alerts(chat: Chat, request: Mapping, *, state: State, at: datetime) -> Mapping:
    """Erase the consent to all alerts. Return whether there was any."""
    return {"alerts_ended": NoticeSubscription.objects.filter(chat=chat).delete()[0] > 0}


def stop_alerts(chat: Chat, *, at: datetime) -> None:
    """Stop alerts until START."""
    NoticeSubscription.objects.filter(chat=chat, stopped_at=None).update(stopped_at=at)


def restore_alerts(chat: Chat) -> None:
    """Take back that alerts were stopped."""
    NoticeSubscription.objects.filter(chat=chat).update(stopped_at=None)
