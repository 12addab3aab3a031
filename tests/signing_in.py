"""Sign officers in for tests: a session that has passed the password and the second factor."""

import time
from collections.abc import Iterable
from datetime import timedelta

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.test import Client
from django.utils.timezone import now

from accounts.models import Office, Officer
from accounts.rules.roles import Role
from accounts.rules.session_limits import SessionLimit
from accounts.services.postings import create_posting
from accounts.services.second_factor_reset import set_up_authenticator_app
from accounts.session_store import SessionStore
from tests.factories import PASSWORD


def sign_in(client: Client, officer: Officer, *, just_now: bool = False) -> Client:
    """Sign the client in as an officer, with password and second factor, and return the client.

    The officer needs no authenticator app. The sign-in itself is tested in tests/accounts.
    `just_now`: they have also reauthenticated, which is required before a change of the sign-in.
    """
    request, at = HttpRequest(), time.time()
    has_one = settings.SESSION_COOKIE_NAME in client.cookies
    request.session = client.session if has_one else SessionStore()
    login(request, officer, settings.AUTHENTICATION_BACKENDS[0])  # `force_login` would save the session three times
    request.session[METHODS] = [{"method": "password", "at": at}, {"method": "mfa", "type": "totp", "at": at}]
    request.session[METHODS][-1]["reauthenticated"] = just_now
    request.session[WHOSE] = str(officer.pk)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


def set_passwords(password: str, officers: Iterable[Officer]) -> None:
    """Set the password of officers, hashed once and as the portal's own process does."""
    hashed = make_password(password, hasher="argon2")
    for officer in officers:
        officer.password = hashed
        officer.save(update_fields=["password"])


def give_app_to(officer: Officer) -> str:
    """Set up an authenticator app for an officer and return its secret."""
    secret = generate_totp_secret()
    set_up_authenticator_app(officer=officer, secret=secret)
    return secret


def code_of(secret: str, *, later: int = 0) -> str:
    """Return the six digits that the app shows now, or `later` × 30 seconds from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def for_days(monkeypatch) -> None:
    """Let sessions last a year, for tests that take days of story time."""
    days = SessionLimit(idle=timedelta(days=365), absolute=timedelta(days=365))
    monkeypatch.setattr("accounts.rules.session_limits.strictest_limit", lambda roles: days)


def session_of(viewer: str) -> str | None:
    """Return the session key of a viewer whose sign-in state a page is about (tests.browser.pages), or None.

    "newcomer" has entered the password and has no second factor yet; "halfway" has one and must enter it; "keeper" has
    an app, recovery codes and a passkey.
    """
    if viewer == "keeper":
        client = sign_in(Client(), keepers_passkey().user, just_now=True)
    elif viewer in {"newcomer", "halfway"}:
        officer = _somebody(viewer)
        if viewer == "halfway" and not Authenticator.objects.filter(user=officer).exists():
            give_app_to(officer)
        client = Client()
        client.post("/desk/sign-in/", {"login": officer.email, "password": PASSWORD})
    else:
        return None
    return client.cookies["sessionid"].value


def keepers_passkey() -> Authenticator:
    """Return a passkey without a device. It is made once, with the keeper's other factors."""
    keeper = _somebody("keeper")
    known = Authenticator.objects.filter(user=keeper, type=Authenticator.Type.WEBAUTHN).first()
    if known:
        return known
    give_app_to(keeper)
    RecoveryCodes.activate(keeper)
    return WebAuthn.add(keeper, "دفتر کا کمپیوٹر", {}).instance


def _somebody(name: str) -> Officer:
    """Return this operator of the Central Police Office; create them first if needed."""
    known = Officer.objects.filter(email=f"{name}@police.example").first()
    if known:
        return known
    officer = Officer.objects.create_user(f"{name}@police.example", PASSWORD, name_en=name.title())
    office = Office.objects.get(code="punjab")
    create_posting(officer=officer, office=office, role=Role.COMPLAINT_OPERATOR, by=None, at=now() - timedelta(days=9))
    return officer
