"""What is checked before the web server and the worker take any work."""

from pathlib import Path

from django.core import checks
from django.core.files.storage import storages

from operations.backups.destroyed import RESTORED
from operations.checks import PORTAL


def refuse_to_fall_open() -> None:
    """Run the portal's own checks. Raises SystemExit with one line for each thing that is wrong.

    A restored portal does not start either before what had been destroyed is destroyed again (docs/decisions/0006).
    """
    problems = checks.run_checks(tags=[PORTAL], databases=["default"])
    serious = [problem for problem in problems if problem.is_serious()]
    if serious:
        raise SystemExit("\n".join(f"The portal does not start: {line.msg} {line.hint}" for line in serious))
    files = getattr(storages["evidence"], "location", None)
    if files and (Path(files) / RESTORED).exists():
        raise SystemExit(
            "The portal does not start: it was restored, and shows again what had been destroyed. "
            "`manage.py destroy_again` first (docs/runbook.md)."
        )
