"""What is made before the demo answers: static files, tables, reference data; and then its invented data."""

import io
import shlex
import sys
import time

import django
from django.core.management import call_command

from operations.demo_launcher import progress
from operations.demo_launcher.folder import ROOT, DemoFolder, write_private
from operations.demo_launcher.process_group import Team, say
from operations.demo_launcher.static_files import collect

SHOWN = (
    "DEBUG", "DEMO", "SITE_URL", "ALLOWED_HOSTS", "STATIC_ROOT", "EVIDENCE_STORAGE", "SECRET_KEY", "FIELD_KEYS",
    "INDEX_KEY", "CHAIN_KEY", "CHAIN_KEY_ID", "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL",
    "CACHE_URL", "BROKER_URL",
)  # fmt: skip


MADE = "demo-data-made"
STEPS = {
    "collectstatic": "Collect static files",
    "migrate": "Migrate the database",
    "load_reference": "Load offices, categories, limits and public information",
}
EVERY = 3  # seconds between two lines about the same step


def write_environment(place: DemoFolder, environment: dict[str, str]) -> None:
    """Write down the demo's environment, for a second terminal: `set -a; . .demo/PORT/environment`."""
    lines = [f"{name}={shlex.quote(environment[name])}\n" for name in SHOWN]
    write_private(place.folder / "environment", "".join(lines))


def start(name: str, steps: list[str], team: Team, environment: dict[str, str]) -> None:
    """Start to take steps, in a process of their own."""
    team.start(name, [sys.executable, "-m", "operations.demo_launcher.preparation", *steps], environment)


def is_filled(place: DemoFolder) -> bool:
    """Whether the demo data were made at an earlier start."""
    return (place.folder / MADE).exists()


def fill(place: DemoFolder, team: Team, environment: dict[str, str]) -> None:
    """Make the demo data, and print how far they are. Raises ChildEnded.

    An interrupted fill goes on at the next start (make_demo).
    """
    begun, shown, shown_at = time.monotonic(), None, 0.0
    progress.report("Make the demo data", 0, 0)
    child = team.start("data", [sys.executable, ROOT / "manage.py", "make_demo"], environment)
    while child.poll() is None:
        team.go_on()
        now, at = progress.read(), time.monotonic()
        is_new_step = shown is None or now["step"] != shown["step"]
        if now["step"] and (is_new_step or (now != shown and at - shown_at > EVERY)):
            done = f": {now['done']} of {now['total']}" if now["total"] else ""
            say("data", f"{now['step']}{done} ({at - begun:.0f} s)")
            shown, shown_at = now, at
        time.sleep(0.2)
    team.finish("data")
    (place.folder / MADE).touch()
    say("data", f"Everything is made: {time.monotonic() - begun:.1f} s")


def main(steps: list[str]) -> None:
    """Take the steps, one Django command each, and print how long each took."""
    begun = time.monotonic()
    django.setup()
    for one in steps:
        take(one)
        print(f"{STEPS[one]}: {time.monotonic() - begun:.1f} s", flush=True)
        begun = time.monotonic()


def take(one: str) -> None:
    """Run one command."""
    if one == "collectstatic":
        collect()
    elif one == "migrate":
        call_command("migrate", database="owner", verbosity=0, skip_checks=True)  # the web server checks
    else:
        call_command(one, stdout=io.StringIO())


if __name__ == "__main__":
    main(sys.argv[1:])
