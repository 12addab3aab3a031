"""Log sign-ins, sign-outs and refused attempts, with the officer's id and never with the entered text."""

import logging

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

logger = logging.getLogger(__name__)


@receiver(user_logged_in)
def log_sign_in(user, **_) -> None:
    """Log a sign-in with password and, if there is one, second factor."""
    logger.info("Officer %s signed in", user.pk)


@receiver(user_logged_out)
def log_sign_out(user, **_) -> None:
    """Log a sign-out by the officer. Sessions that end for other reasons are in the officer's list of sessions."""
    if user is not None:
        logger.info("Officer %s signed out", user.pk)


@receiver(user_login_failed)
def log_refused_sign_in(**_) -> None:
    """Log a refused sign-in without the entered address, which could be anybody's."""
    logger.warning("A sign-in was refused: no officer has that address and password")


def log_refused_factor(officer) -> None:
    """Log a wrong or expired code or passkey, at the sign-in or when a factor is asked for again."""
    logger.warning("A second factor of officer %s was refused", officer.pk)


def log_wall_display(officer) -> None:
    """Log that an officer restricted a session to the wall display, where it has no idle limit."""
    logger.info("Officer %s keeps the wall display open", officer.pk)
