"""Session store in the database that does not look up a new random key before using it."""

import secrets

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError


class SessionStore(db.SessionStore):
    """Django's session store with one statement less on the first page of a visit.

    A key of 128 random bits is practically never in use already. If it is, the table rejects it and Django tries
    another one.
    """

    def save(self, must_create: bool = False) -> None:
        """Save as Django does, but raise OperationalError if the database is unavailable.

        Django raises UpdateError, which the response would report as a signed-out visitor. Raises UpdateError if the
        session no longer exists.
        """
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise

    def _get_new_session_key(self) -> str:
        return secrets.token_hex(16)
