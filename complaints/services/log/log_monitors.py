"""Read what monitors of the public log state, and raise the alarm if one of them has seen another log."""

import logging
from datetime import datetime

import httpx
from django.conf import settings

from complaints.models import MonitorReport
from complaints.queries import public_log
from complaints.rules.log.monitor_statement import InvalidStatement, MonitorStatement
from ledger import merkle
from ledger.log_keys import Observer, configured_monitors
from ledger.signed_notes import InvalidNote, SignedNote

logger = logging.getLogger(__name__)

TIMEOUT = httpx.Timeout(10.0, connect=3.0)
LARGEST_STATEMENT = 10_000  # bytes


class Unusable(Exception):
    """The statement cannot be read or verified. The words are shown to the operator."""


class SeesAnotherLog(Exception):
    """A monitor has signed that it has seen another log of this name."""


def read_statements(*, at: datetime) -> None:
    """Read the statement of each configured monitor. Safe to run again.

    Raises SeesAnotherLog, after all monitors were read, if one contradicts our log.
    """
    alarms = []
    for monitor in configured_monitors():
        report, _ = MonitorReport.objects.get_or_create(monitor=monitor.key.name, defaults={"asked_at": at})
        report.asked_at, report.problem = at, ""
        try:
            note, statement = _fetch_statement(monitor)
        except Unusable as error:
            report.problem = str(error)[:200]
            logger.warning("Monitor %s of the log: %s", monitor.key.name, error)
        else:
            report.note = str(note)
            hashes = public_log.leaf_hashes(statement.size)
            if (len(hashes), merkle.tree_root(hashes)) != (statement.size, statement.root):
                report.contradicts = True
                alarms.append(f"{monitor.key.name} has seen another log of {statement.size} hours")
        report.save()
    if alarms:
        logger.error("The public log is shown differently: %s", "; ".join(alarms))
        raise SeesAnotherLog("; ".join(alarms))


def _fetch_statement(monitor: Observer) -> tuple[SignedNote, MonitorStatement]:
    """Return a monitor's signed statement about this log. Raises Unusable."""
    try:
        with httpx.Client(timeout=TIMEOUT) as client, client.stream("GET", monitor.url) as answer:
            answer.raise_for_status()
            raw = b""
            for chunk in answer.iter_bytes():
                raw += chunk
                if len(raw) > LARGEST_STATEMENT:
                    raise Unusable("its statement is too long")
        note = SignedNote.parse(raw.decode())
        signature = monitor.key.signature_in(note)
        statement = MonitorStatement.parse(note.text)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unusable(str(error) or type(error).__name__) from error
    except (InvalidNote, InvalidStatement, UnicodeDecodeError) as error:
        raise Unusable(str(error)) from error
    if signature is None:
        raise Unusable("its statement is not signed with its key")
    if statement.origin != settings.LOG_ORIGIN:
        raise Unusable(f"its statement is about {statement.origin}")
    return note, statement
