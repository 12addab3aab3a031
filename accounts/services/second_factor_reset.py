"""Second factors that are not set by the officer: set up for the demo, or removed for an officer who is locked out."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from accounts.actors import Actor
from accounts.models import Officer
from accounts.models.desk_session import SessionEnding
from accounts.models.officer import FactorState
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import log_staff_act
from accounts.services.second_factor_sealing import set_factor_state
from accounts.services.sessions import end_sessions
from notifications.services import enqueue


def set_up_authenticator_app(*, officer: Officer, secret: str) -> None:
    """Set up an authenticator app for an officer without notifying them; `secret` is base32. For the demo and tests."""
    TOTP.activate(officer, secret)


@transaction.atomic
def reset_factors(*, officer: Officer, by: Actor, at: datetime, words: str) -> None:
    """Remove the factors and recovery codes of an officer who is locked out, end their sessions and notify them.

    `words`: how the administrator verified the officer's identity. The password stays valid; without a factor it only
    opens the page that sets up a new one.
    """
    Authenticator.objects.filter(user=officer).delete()
    set_factor_state(officer.pk, FactorState.TO_SET_UP)
    end_sessions(officer=officer, ending=SessionEnding.FACTOR, at=at)
    log_staff_act(StaffActKind.FACTOR_RESET, officer=officer, by=by, at=at, words=words, tell_auditors=True)
    enqueue(recipient=f"officer:{officer.pk}", template="factor_reset", context={}, at=at)
