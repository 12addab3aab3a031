"""What is checked before the web server and the worker take any work."""

from django.core import checks

from config.checks import PORTAL


def refuse_to_fall_open() -> None:
    """Run the portal's own checks. Raises SystemExit with one line for each thing that is wrong."""
    problems = checks.run_checks(tags=[PORTAL], databases=["default"])
    serious = [problem for problem in problems if problem.is_serious()]
    if serious:
        raise SystemExit("\n".join(f"The portal does not start: {line.msg} {line.hint}" for line in serious))
