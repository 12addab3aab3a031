"""Second factors of the demo's officers. Each secret is derived from the address, so that visitors can sign in."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from accounts.models import Posting

PERIOD = 30  # seconds for which an app shows a code


@dataclass(frozen=True)
class AuthenticatorCode:
    """An officer of the demo with the current code and the next one."""

    email: str
    post: str
    office: str
    code: str
    next_code: str


def authenticator_secret_of(email: str) -> str:
    """Return the base32 secret of an officer's app. Anybody can compute it: for the demo only."""
    return base64.b32encode(hashlib.sha1(f"demo only: {email}".encode()).digest()).decode()  # noqa: S324


def current_authenticator_codes(*, at: datetime) -> list[AuthenticatorCode]:
    """Return the codes of officers who still use the demo's secret, by their first current posting."""
    apps = Authenticator.objects.filter(type=Authenticator.Type.TOTP).select_related("user")
    demo_user_ids = {
        app.user_id for app in apps if decrypt(app.data["secret"]) == authenticator_secret_of(app.user.email)
    }
    postings = {}
    for posting in (
        Posting.objects.current(at).with_people().filter(officer__in=demo_user_ids).order_by("office__path", "pk")
    ):
        postings.setdefault(posting.officer_id, posting)
    codes, counter = [], int(at.timestamp()) // PERIOD
    for posting in postings.values():
        secret = authenticator_secret_of(posting.officer.email)
        code, next_code = (format_hotp_value(hotp_value(secret, counter + step)) for step in (0, 1))
        codes.append(AuthenticatorCode(posting.officer.email, posting.post, posting.office.name, code, next_code))
    return codes
