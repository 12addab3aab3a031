"""Who signed in and out, and who was refused, in the log: by the officer's number, never by what was typed."""

import logging

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

logger = logging.getLogger(__name__)


@receiver(user_logged_in)
def signed_in(user, **_) -> None:
    """With password and, where there is one, the second factor."""
    logger.info("Officer %s signed in", user.pk)


@receiver(user_logged_out)
def signed_out(user, **_) -> None:
    """By themselves. A sign-in that is ended otherwise is seen in the officer's list."""
    if user is not None:
        logger.info("Officer %s signed out", user.pk)


@receiver(user_login_failed)
def refused(**_) -> None:
    """Whose address was typed is not said: it may be anybody's."""
    logger.warning("A sign-in was refused: no officer has that address and password")


def factor_refused(officer) -> None:
    """A code or passkey was shown that is not the officer's, or no more: at a sign-in, or asked for once more."""
    logger.warning("A second factor of officer %s was refused", officer.pk)
