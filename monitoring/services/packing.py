"""The indexes of what is open, written anew each night, so that a board goes through few pages of them.

What is late is what was left over: it stands, a row here and a row there, on pages that once were full of complaints
with the same deadline. PostgreSQL never joins such pages, and a board reads them at every look (docs/decisions/0061).
"""

import logging
from itertools import takewhile

from django.db import ProgrammingError, connection, transaction
from django.db.utils import OperationalError
from psycopg.errors import InsufficientPrivilege, LockNotAvailable

logger = logging.getLogger(__name__)

NAMES = """
    SELECT quote_ident(indexrelid::regclass::name) FROM pg_index WHERE indrelid = 'monitoring_pending'::regclass
    ORDER BY 1
"""
WAIT = "1s"
"""So long it waits for whoever writes; they wait behind it as long."""


def pack() -> list[str]:
    """Each index in a transaction of its own, in which nobody reads or writes what is open: 0.1 s with 200,000 open.

    The names of those that were packed. Where somebody keeps one for longer it ends until the next night, and where the
    role may not (before PostgreSQL 17 only the tables' owner may); both are said in the log.
    """
    with connection.cursor() as cursor:
        cursor.execute(NAMES)
        return list(takewhile(_packed, [name for (name,) in cursor.fetchall()]))


def _packed(name: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [WAIT])
            cursor.execute(f"REINDEX INDEX {name}")
    except (OperationalError, ProgrammingError) as trouble:
        if not isinstance(trouble.__cause__, InsufficientPrivilege | LockNotAvailable):
            raise
        logger.warning("The index %s was not packed: %s", name, trouble)
        return False
    return True
