"""Session store in the database: keys are stored as keyed hashes, data encrypted and bound to the row.

Reading the table gives nobody a session. A row that is written or copied there by anybody else does not open.
"""

import logging
import secrets

from cryptography.exceptions import InvalidTag
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db import OperationalError
from django.utils import timezone

from ledger.field_encryption import decrypt_text, encrypt_text, purpose_in_row
from ledger.session_keys import hash_session_key

logger = logging.getLogger(__name__)
DATA_PURPOSE = "session"


class SessionStore(db.SessionStore):
    """Django's session store with hashed keys, encrypted data, and one statement less on the first page of a visit.

    It does not look up a new random key before using it: a key of 128 random bits is practically never in use already.
    If it is, the table rejects it and Django tries another one.
    """

    def load(self) -> dict:
        """Return the session's data; for an unknown, expired or altered session an empty dict and a new key."""
        try:
            row = self.model.objects.get(session_key=hash_session_key(self.session_key), expire_date__gt=timezone.now())
            return self.decode(decrypt_text(row.session_data, purpose_in_row(DATA_PURPOSE, row.session_key)))
        except self.model.DoesNotExist:
            pass
        except (InvalidTag, KeyError, ValueError):
            logger.warning("The data of a session do not open: they were altered, or sealed with a key that is gone.")
        self._session_key = None
        return {}

    def exists(self, session_key: str | None) -> bool:
        return super().exists(hash_session_key(session_key))

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(hash_session_key(key))

    def create_model_instance(self, data: dict):
        row = super().create_model_instance(data)
        row.session_key = hash_session_key(row.session_key)
        row.session_data = encrypt_text(row.session_data, purpose_in_row(DATA_PURPOSE, row.session_key))
        return row

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

    # Django's asynchronous variants in the database backend would use the plain key. Those of the base class call the
    # methods above.
    aload, aexists, asave, adelete, acreate = (
        SessionBase.aload,
        SessionBase.aexists,
        SessionBase.asave,
        SessionBase.adelete,
        SessionBase.acreate,
    )
