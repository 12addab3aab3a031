"""Sessions in the database, under keys that are drawn and not looked up first."""

import secrets

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """As Django's own. A key of 128 bits of chance is nobody's yet; should it be, the table refuses it and another one
    is drawn. So the first page of a visit costs a statement less."""

    def _get_new_session_key(self) -> str:
        return secrets.token_hex(16)
