"""The checks that run before the web server and the worker accept work."""

import logging

from django.conf import settings
from django.core import checks

from complaints.isolation import bubblewrap
from operations.configuration_checks import PORTAL
from operations.file_storage import bucket_checks, restored_stores

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

    A restored portal neither starts nor serves before `destroy_again` has run, because the backup contains data that
    was destroyed later (docs/decisions/0032).
    """
    bubblewrap.protect_process()
    problems = checks.run_checks(tags=[PORTAL], databases=["default"])
    if not any(problem.is_serious() for problem in problems):  # otherwise the storage may not even be importable
        problems = [*problems, *bucket_checks.check_evidence_buckets()]
    for problem in problems:
        if not problem.is_serious():
            logger.warning("%s %s", problem.msg, problem.hint)
    serious = [problem for problem in problems if problem.is_serious()]
    if serious:
        raise SystemExit("\n".join(f"The portal does not start: {error.msg} {error.hint}" for error in serious))
    restored_stores.refuse_restored_stores()
    restored_stores.watch_connections()
