"""The checks that run before the web server and the worker accept work."""

import logging
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.files.storage import storages

from complaints.isolation import bubblewrap
from operations.backups.destroyed_complaints import RESTORED
from operations.configuration_checks import PORTAL

logger = logging.getLogger(__name__)


def warn_without_sandbox() -> None:
    """Log how files are inspected, if no sandbox works here."""
    if not (problem := bubblewrap.find_sandbox_problem()):
        return
    if settings.INSPECT_WITHOUT_SANDBOX:
        logger.warning("Files are inspected WITHOUT a sandbox, as INSPECT_WITHOUT_SANDBOX allows. %s", problem)
    else:
        logger.error("Files are held and not inspected. %s", problem)


def run_start_checks() -> None:
    """Protect this process from others, and run the portal's own system checks. Log what they warn of.

    Raises SystemExit with one line for each error.

    A restored portal does not start before `destroy_again` has run, because the backup contains data that was
    destroyed later (docs/decisions/0006).
    """
    bubblewrap.protect_process()
    problems = checks.run_checks(tags=[PORTAL], databases=["default"])
    for problem in problems:
        if not problem.is_serious():
            logger.warning("%s %s", problem.msg, problem.hint)
    serious = [problem for problem in problems if problem.is_serious()]
    if serious:
        raise SystemExit("\n".join(f"The portal does not start: {error.msg} {error.hint}" for error in serious))
    location = getattr(storages["evidence"], "location", None)
    if location and (Path(location) / RESTORED).exists():
        raise SystemExit(
            "The portal does not start: it was restored, and shows again what had been destroyed. "
            "Run `manage.py destroy_again` first (docs/runbook.md)."
        )
