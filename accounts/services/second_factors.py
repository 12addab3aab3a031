"""Second factors that others than the officer set or take away: the demo's, and those of who is locked out."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from accounts.actors import Actor
from accounts.models import Officer
from accounts.models.desk_session import Ending
from accounts.models.staff_act import StaffActKind
from accounts.services.sessions import end_sessions
from accounts.services.staff_acts import note
from notifications.services import enqueue


def give_app(*, officer: Officer, secret: str) -> None:
    """Set an authenticator app up for an officer; `secret` in base32. For the demo and the tests: nobody is told."""
    TOTP.activate(officer, secret)


@transaction.atomic
def reset_factors(*, officer: Officer, by: Actor, at: datetime, words: str) -> None:
    """Let somebody who is locked out begin anew: factors and recovery codes go, sessions end, the officer is told.

    `words`: how the administrator made sure who asked. The password stays: it alone opens nothing but the set-up.
    """
    Authenticator.objects.filter(user=officer).delete()
    end_sessions(officer=officer, ending=Ending.FACTOR, at=at)
    note(StaffActKind.FACTOR_RESET, officer=officer, by=by, at=at, words=words, tell_auditors=True)
    enqueue(recipient=f"officer:{officer.pk}", template="factor_reset", context={}, at=at)
