"""What stands between an empty database and the demo: migrations, reference data, demo data, static files."""

import shlex
import sys

import django
from django.core.management import call_command

from config.demo.collected import collect
from config.demo.place import Place, write_private
from config.demo.team import Team, say

SHOWN = (
    "DEBUG", "DEMO", "SITE_URL", "ALLOWED_HOSTS", "STATIC_ROOT", "EVIDENCE_STORAGE", "SECRET_KEY", "FIELD_KEYS",
    "INDEX_KEY", "CHAIN_KEY", "CHAIN_KEY_ID", "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL",
    "CACHE_URL", "BROKER_URL",
)  # fmt: skip


MADE = "demo-data-made"


def prepare(place: Place, team: Team, environment: dict[str, str]) -> None:
    """Everything that the first page needs, in one process of its own. Raises ChildEnded if a step fails.

    The demo's environment is written down too, for a second terminal: `set -a; . .demo/PORT/environment`.
    """
    lines = [f"{name}={shlex.quote(environment[name])}\n" for name in SHOWN]
    write_private(place.folder / "environment", "".join(lines))
    take(["migrate", "load_reference", "collectstatic"], team, environment)


def is_filled(place: Place) -> bool:
    """Whether the demo data were made at an earlier start."""
    return (place.folder / MADE).exists()


def fill(place: Place, team: Team, environment: dict[str, str]) -> None:
    """The demo data, at the first start. Raises ChildEnded. The portal answers meanwhile: they come in at their end."""
    site = f"http://127.0.0.1:{place.port}"
    say("demo", f"{site}/ answers already, and {site}/demo/phone/ too; the list of sign-ins follows the demo data")
    take(["make_demo"], team, environment)
    (place.folder / MADE).touch()


def take(steps: list[str], team: Team, environment: dict[str, str]) -> None:
    """Take steps in a process of their own."""
    team.run("set-up", [sys.executable, "-m", "config.demo.prepared", *steps], environment)


ARGUMENTS = {
    "migrate": {"database": "owner", "verbosity": 0, "skip_checks": False},
}
SAID = {
    "migrate": "database: migrations",
    "load_reference": "database: offices, categories, limits, public information",
    "collectstatic": "static files",
    "make_demo": "demo data (at the first start only)",
}


def main(steps: list[str]) -> None:
    """Take the steps, one Django command each."""
    django.setup()
    for step in steps:
        print(SAID[step], flush=True)
        if step == "collectstatic":
            collect()
        else:
            call_command(step, **ARGUMENTS.get(step, {}))


if __name__ == "__main__":
    main(sys.argv[1:])
