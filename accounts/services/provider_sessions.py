"""Sessions that began by single sign-on: keep the provider's id of them, and end them when the provider says so.

Sign-ins with an emergency ("break-glass") account are reported here too.
"""

import logging
from datetime import UTC, datetime, timedelta

from allauth.account.signals import user_logged_in
from allauth.core.internal.httpkit import get_client_ip
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import DeskSession, LinkedIdentity, Officer, Posting, ProviderLogout
from accounts.models.desk_session import SessionEnding
from accounts.models.staff_act import StaffActKind
from accounts.rules.roles import Role
from accounts.services.admin_log import log_staff_act
from accounts.services.sessions import end_session_rows
from accounts.single_sign_on import provider_client
from accounts.single_sign_on.provider_settings import is_break_glass, is_enabled
from ledger.session_keys import hash_session_key
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage

logger = logging.getLogger(__name__)

TOKENS = "sso_tokens"
"""Session variable: the provider's "refresh_token" and "id_token", where the settings need them."""
MOST_SECONDS_UNCHECKED = 60
LOGOUTS_KEPT_FOR = timedelta(minutes=30)
"""Twice the time that a sign-in may wait for the portal's own second factor (allauth: fifteen minutes)."""


@receiver(user_logged_in)
def record_provider_sign_in(sender, request, user: Officer, sociallogin=None, **kwargs) -> None:
    """Record which identity and which session of the provider a session belongs to.

    Without `sociallogin` the officer signed in with the portal's own password.
    """
    if sociallogin is None:
        if settings.OIDC_REQUIRED and is_enabled() and is_break_glass(user):
            report_break_glass(officer=user, address=get_client_ip(request), at=timezone.now())
        return
    facts, subject = sociallogin.account.extra_data, sociallogin.account.uid
    identity = LinkedIdentity.objects.get(officer=user, issuer=settings.OIDC_ISSUER, subject=subject, unlinked_at=None)
    request.session[TOKENS] = {name: facts[name] for name in ("refresh_token", "id_token") if facts[name]}
    DeskSession.objects.filter(key=hash_session_key(request.session.session_key)).update(
        identity=identity, provider_session=hash_session_key(facts["sid"]), checked_at=timezone.now()
    )
    logger.info("Officer %s signed in by single sign-on", user.pk)


@transaction.atomic
def report_break_glass(*, officer: Officer, address: str | None, at: datetime) -> None:
    """Log a sign-in with an emergency account, and notify all administrators and auditors of it."""
    logger.critical("EMERGENCY ACCOUNT: officer %s signed in without the single sign-on", officer.pk)
    kind = StaffActKind.BREAK_GLASS
    log_staff_act(kind, officer=officer, by=None, by_officer=officer, at=at, words=address or "", tell_auditors=True)
    administrators = Posting.objects.current(at).filter(role=Role.ADMINISTRATOR, officer__is_active=True)
    recipients = [f"posting:{pk}" for pk in administrators.values_list("pk", flat=True)]
    enqueue_many([NewMessage(recipient, "break_glass", {}) for recipient in recipients], at=at)


def ended_while_signing_in(request, sociallogin, *, at: datetime) -> bool:
    """Return whether the provider reported the end of the session from which this sign-in began. Record that if so.

    The sign-in may have waited for the portal's own second factor, so that `end_provider_sessions` did not find its
    session. Called after the session is recorded: one of the two always sees the other.
    """
    facts = sociallogin.account.extra_data
    subject, key = sociallogin.account.uid, hash_session_key(facts["sid"])
    named = Q(subject__in=["", subject], provider_session__in=["", key]) if key else Q(subject=subject)
    asked_at = datetime.fromtimestamp(facts["asked_at"], UTC)
    if not ProviderLogout.objects.filter(named, at__gte=asked_at).exists():
        return False
    rows = DeskSession.objects.filter(key=hash_session_key(request.session.session_key), ended_at=None)
    rows.update(ended_at=at, ending=SessionEnding.PROVIDER)
    logger.warning("A sign-in of officer %s was refused: the provider ended it meanwhile", sociallogin.user.pk)
    return True


def record_provider_logout(*, subject: str, provider_session: str, at: datetime) -> None:
    """Keep an accepted logout token for sign-ins that are not finished, and forget old ones.

    Commit it before `end_provider_sessions` looks for sessions (`ended_while_signing_in`).
    """
    ProviderLogout.objects.filter(at__lt=at - LOGOUTS_KEPT_FOR).delete()
    ProviderLogout.objects.create(subject=subject, provider_session=hash_session_key(provider_session), at=at)


@transaction.atomic
def end_provider_sessions(*, subject: str, provider_session: str, at: datetime) -> int:
    """End the sessions that a logout token of the provider names, and return how many there were.

    `provider_session`: the provider's id ("sid"), or "" for all sessions of the subject. A session without such an id
    ends with any session of its subject.
    """
    rows = DeskSession.objects.filter(identity__issuer=settings.OIDC_ISSUER, ended_at=None)
    if subject:
        rows = rows.filter(identity__subject=subject)
    if provider_session:
        named = Q(provider_session=hash_session_key(provider_session))
        rows = rows.filter(named | Q(provider_session="") if subject else named)
    elif not subject:
        return 0
    pks = list(rows.values_list("pk", flat=True))
    return end_session_rows(DeskSession.objects.filter(pk__in=pks), ending=SessionEnding.PROVIDER, at=at)


def is_valid_at_provider(session, *, at: datetime) -> bool:
    """Return whether the provider still knows a session, asking it once in OIDC_RECHECK_SECONDS. End it if not.

    For providers without back-channel logout: the refresh token stops working when an account is disabled or its
    session ends. While the provider cannot be reached the session lasts, within the portal's own limits.
    """
    refresh_token = session.get(TOKENS, {}).get("refresh_token") if settings.OIDC_RECHECK_SECONDS else None
    if not refresh_token:
        return True
    row = DeskSession.objects.filter(key=hash_session_key(session.session_key), ended_at=None)
    pause = timedelta(seconds=min(settings.OIDC_RECHECK_SECONDS, MOST_SECONDS_UNCHECKED))
    if not row.filter(checked_at__lte=at - pause).update(checked_at=at):  # one of the requests at this moment asks
        return True
    try:
        tokens = provider_client.request_tokens(grant_type="refresh_token", refresh_token=refresh_token)
    except provider_client.GrantRefused as refused:
        if refused.error != "invalid_grant":
            logger.error("The identity provider refuses the portal itself: %s", refused)
            return True
        with transaction.atomic():
            end_session_rows(row, ending=SessionEnding.PROVIDER, at=at)
        return False
    except OAuth2Error as trouble:
        logger.warning("A session could not be checked at the identity provider: %s", trouble)
        return True
    if isinstance(tokens.get("refresh_token"), str):
        session[TOKENS] = session[TOKENS] | {"refresh_token": tokens["refresh_token"]}
        session.save()
    return True
