"""Sessions in the database, under keys that are drawn and not looked up first."""

import secrets
from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone

from accounts.queries.written import ask


class SessionStore(db.SessionStore):
    """As Django's own, read by a query that is written once. A key of 128 bits of chance is nobody's yet; should it
    be, the table refuses it and another one is drawn. So the first page of a visit costs a statement less."""

    def save(self, must_create: bool = False) -> None:
        """As Django's own; but where the database is away that is raised, and no answer says that somebody signed out.

        Raises UpdateError for a session that is gone, and what the database raised.
        """
        try:
            super().save(must_create)
        except UpdateError as trouble:
            if isinstance(trouble.__context__, OperationalError):
                raise trouble.__context__ from None
            raise

    def _get_new_session_key(self) -> str:
        return secrets.token_hex(16)

    def _get_session_from_db(self) -> Session | None:
        """The row that has not run out; without one the visitor's key is forgotten, as Django has it."""
        found = ask(_lasting, at=timezone.now(), session=self.session_key)
        if not found:
            self._session_key = None
        return found[0] if found else None


def _lasting(*, at: datetime, session: str, **others) -> QuerySet:
    return Session.objects.filter(session_key=session, expire_date__gt=at)
