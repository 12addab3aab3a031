"""How the tests sign an officer in: a session that has passed the password and the second factor."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from django.test import Client

from accounts.models import Officer


def sign_in(client: Client, officer: Officer) -> Client:
    """The same client, signed in as that officer: by password and, a moment later, by the code of an app.

    The officer needs no app for it: this is about what comes after the sign-in (tests.accounts holds the sign-in).
    """
    client.force_login(officer)
    session, now = client.session, time.time()
    session[METHODS] = [{"method": "password", "at": now}, {"method": "mfa", "type": "totp", "at": now}]
    session[WHOSE] = str(officer.pk)
    session.save()
    return client
