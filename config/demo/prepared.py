"""What stands between an empty database and the demo: migrations, reference data, demo data, static files."""

import shlex
import sys
from pathlib import Path

import django
from django.core.management import call_command, get_commands

from config.demo.place import Place, write_private
from config.demo.team import Team

SHOWN = (
    "DEBUG", "DEMO", "SITE_URL", "ALLOWED_HOSTS", "STATIC_ROOT", "SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "CHAIN_KEY",
    "CHAIN_KEY_ID", "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL",
)  # fmt: skip


def prepare(place: Place, team: Team, environment: dict[str, str]) -> None:
    """Run all steps in one process of its own. Raises ChildEnded if one fails.

    The demo's environment is written down too, for a second terminal: `set -a; . .demo/PORT/environment`.
    """
    lines = [f"{name}={shlex.quote(environment[name])}\n" for name in SHOWN]
    write_private(place.folder / "environment", "".join(lines))
    made = place.folder / "demo-data-made"
    steps = ["migrate", "load_reference", "collectstatic"] + ([] if made.exists() else ["make_demo"])
    team.run("set-up", [sys.executable, "-m", "config.demo.prepared", made, *steps], environment)


ARGUMENTS = {
    "migrate": {"database": "owner", "verbosity": 0, "skip_checks": False},
    "collectstatic": {"interactive": False, "verbosity": 0},
}
SAID = {
    "migrate": "database: migrations",
    "load_reference": "database: offices, categories, limits",
    "collectstatic": "static files",
    "make_demo": "demo data (the first start only)",
}


def main(made: Path, steps: list[str]) -> None:
    """Take the steps; one whose command is not installed is passed over. `made` is left once there are demo data."""
    django.setup()
    for step in steps:
        if step in get_commands():
            print(SAID[step], flush=True)
            call_command(step, **ARGUMENTS.get(step, {}))
            if step == "make_demo":
                made.touch()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
