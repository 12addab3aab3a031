"""The checks that run before the web server and the worker accept work."""

from pathlib import Path

from django.core import checks
from django.core.files.storage import storages

from operations.backups.destroyed_complaints import RESTORED
from operations.configuration_checks import PORTAL


def run_start_checks() -> None:
    """Run the portal's own system checks. Raises SystemExit with one line for each error.

    A restored portal does not start before `destroy_again` has run, because the backup contains data that was
    destroyed later (docs/decisions/0006).
    """
    problems = checks.run_checks(tags=[PORTAL], databases=["default"])
    serious = [problem for problem in problems if problem.is_serious()]
    if serious:
        raise SystemExit("\n".join(f"The portal does not start: {error.msg} {error.hint}" for error in serious))
    location = getattr(storages["evidence"], "location", None)
    if location and (Path(location) / RESTORED).exists():
        raise SystemExit(
            "The portal does not start: it was restored, and shows again what had been destroyed. "
            "Run `manage.py destroy_again` first (docs/runbook.md)."
        )
