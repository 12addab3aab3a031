"""Prepare the demo: collect static files, create tables, load reference data, and create the invented data."""

import io
import shlex
import sys
import time

import django
from django.core.management import call_command

from operations.demo_launcher import progress
from operations.demo_launcher.demo_folder import ROOT, DemoFolder, write_private
from operations.demo_launcher.process_group import ProcessGroup, print_line
from operations.demo_launcher.static_files import collect_static_files_if_changed

EXPORTED_SETTINGS = (
    "DEBUG", "DEMO", "SITE_URL", "ALLOWED_HOSTS", "STATIC_ROOT", "EVIDENCE_STORAGE", "SPEECH_FOLDER", "SECRET_KEY",
    "FIELD_KEYS", "INDEX_KEY", "CHAIN_KEY", "CHAIN_KEY_ID", "LOG_SIGNING_KEY", "DATABASE_URL",
    "DATABASE_OWNER_URL", "REDIS_URL", "CACHE_URL", "BROKER_URL",
)  # fmt: skip


MADE = "demo-data-made"
STEPS = {
    "collectstatic": "Collect static files",
    "migrate": "Migrate the database",
    "load_reference": "Load offices, categories, limits and public information",
}
EVERY = 3  # seconds between two progress lines of the same step


def write_environment(demo: DemoFolder, environment: dict[str, str]) -> None:
    """Write the demo's environment to a file for a second terminal: `set -a; . .demo/PORT/environment`."""
    lines = [f"{name}={shlex.quote(environment[name])}\n" for name in EXPORTED_SETTINGS]
    write_private(demo.folder / "environment", "".join(lines))


def start_steps(name: str, steps: list[str], team: ProcessGroup, environment: dict[str, str]) -> None:
    """Start a process that runs these steps."""
    team.start(name, [sys.executable, "-m", "operations.demo_launcher.demo_preparation", *steps], environment)


def has_demo_data(demo: DemoFolder) -> bool:
    """Return whether an earlier start has created the demo data."""
    return (demo.folder / MADE).exists()


def create_demo_data(demo: DemoFolder, team: ProcessGroup, environment: dict[str, str]) -> None:
    """Create the demo data and print the progress. Raises ChildEnded.

    After an interruption, the next start continues (make_demo).
    """
    begun, shown, shown_at = time.monotonic(), None, 0.0
    progress.report("Make the demo data", 0, 0)
    child = team.start("data", [sys.executable, ROOT / "manage.py", "make_demo"], environment)
    while child.poll() is None:
        team.exit_if_ending()
        current, at = progress.read(), time.monotonic()
        is_new_step = shown is None or current["step"] != shown["step"]
        if current["step"] and (is_new_step or (current != shown and at - shown_at > EVERY)):
            done = f": {current['done']} of {current['total']}" if current["total"] else ""
            print_line("data", f"{current['step']}{done} ({at - begun:.0f} s)")
            shown, shown_at = current, at
        time.sleep(0.2)
    team.finish("data")
    (demo.folder / MADE).touch()
    print_line("data", f"Everything is made: {time.monotonic() - begun:.1f} s")


def main(steps: list[str]) -> None:
    """Run the steps, one Django command each, and print how long each took."""
    begun = time.monotonic()
    django.setup()
    for name in steps:
        run_step(name)
        print(f"{STEPS[name]}: {time.monotonic() - begun:.1f} s", flush=True)
        begun = time.monotonic()


def run_step(name: str) -> None:
    """Run one step."""
    if name == "collectstatic":
        collect_static_files_if_changed()
    elif name == "migrate":
        call_command("migrate", database="owner", verbosity=0, skip_checks=True)  # the web server runs the checks
    else:
        call_command(name, stdout=io.StringIO())


if __name__ == "__main__":
    main(sys.argv[1:])
