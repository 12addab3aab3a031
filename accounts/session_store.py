"""Sessions in the database, under random keys that are not looked up first."""

import secrets

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError


class SessionStore(db.SessionStore):
    """Django's session store, with one statement less on the first page of a visit.

    A key of 128 random bits is practically never taken. If it is, the table refuses it and Django draws another.
    """

    def save(self, must_create: bool = False) -> None:
        """Save as Django does, but raise the database's own error when the database is away.

        Otherwise the answer would say that the visitor signed out. Raises UpdateError for a session that is gone.
        """
        try:
            super().save(must_create)
        except UpdateError as trouble:
            if isinstance(trouble.__context__, OperationalError):
                raise trouble.__context__ from None
            raise

    def _get_new_session_key(self) -> str:
        return secrets.token_hex(16)
