"""Storage of what happens to our account at Meta, so that administrators see it at once."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Q

from ledger import field_encryption
from whatsapp.models import AccountEvent
from whatsapp.rules.account_changes import AccountChange, AccountPart, template_subject
from whatsapp.rules.cloud_api.api_errors import ApiError, ErrorKind

logger = logging.getLogger(__name__)


def store_account_changes(changes: Sequence[AccountChange], *, at: datetime) -> int:
    """Store each change once, however often it is delivered. Return how many were new."""
    return sum(_store_account_change(change, at=at) for change in changes)


@transaction.atomic
def _store_account_change(change: AccountChange, *, at: datetime) -> bool:
    """Store a change. It ends the earlier ones of its subject; if it arrives late, it is over already."""
    told_at = datetime.fromtimestamp(change.told_at, UTC) if change.told_at else at
    of_subject = AccountEvent.objects.filter(part=change.part, subject=change.subject)
    later = of_subject.filter(told_at__gt=told_at).order_by("told_at").first()
    row, is_new = AccountEvent.objects.get_or_create(
        key=field_encryption.blind_index("whatsapp_account", change.key),
        defaults={
            "part": change.part,
            "subject": change.subject,
            "code": change.code,
            "reason": change.reason,
            "is_trouble": change.is_trouble,
            "told_at": told_at,
            "received_at": at,
            "ended_at": later.told_at if later else None,
        },
    )
    if is_new:
        of_subject.filter(Q(told_at__lte=told_at), ended_at=None).exclude(pk=row.pk).update(ended_at=told_at)
        level = logging.WARNING if change.is_trouble else logging.INFO
        logger.log(level, "%s %s: %s %s", change.part.capitalize(), change.subject, change.code, change.reason)
    return is_new


def record_access_trouble(error: ApiError, *, at: datetime) -> None:
    """Record that the API refuses our requests, such as an expired token (190). Once, until it works again."""
    if error.kind is not ErrorKind.OURS or _access_troubles().filter(code=str(error.code)).exists():
        return
    change = AccountChange(AccountPart.ACCESS, "", str(error.code), told_at=int(at.timestamp()), is_trouble=True)
    store_account_changes([change], at=at)


def record_refused_template(name: str, language: str, error: ApiError, *, at: datetime) -> None:
    """Record that Meta refused a message because of its template, unless it has reported that itself."""
    subject = template_subject(name, language)
    if AccountEvent.objects.filter(part=AccountPart.TEMPLATE, subject=subject, is_trouble=True, ended_at=None).exists():
        return
    told_at = int(at.timestamp())
    change = AccountChange(AccountPart.TEMPLATE, subject, str(error.code), told_at=told_at, is_trouble=True)
    store_account_changes([change], at=at)


def record_accepted_template(name: str, language: str, *, at: datetime) -> None:
    """Record that Meta has accepted a message with this template, which ends its trouble. One statement."""
    of_template = AccountEvent.objects.filter(part=AccountPart.TEMPLATE, subject=template_subject(name, language))
    of_template.filter(is_trouble=True, ended_at=None).update(ended_at=at)


def end_access_trouble(*, at: datetime) -> None:
    """Record that the API has accepted a request. One statement."""
    _access_troubles().update(ended_at=at)


def _access_troubles():
    return AccountEvent.objects.filter(part=AccountPart.ACCESS, subject="", ended_at=None)
