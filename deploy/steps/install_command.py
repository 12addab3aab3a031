"""`deploy/install HOST`: install the portal on this Debian 13 machine.

Each step is checked first and done only if something is missing, so a second run changes nothing and says so. `--check`
changes nothing at all.
"""

import argparse
import os
import re
import sys
from pathlib import Path

from deploy.steps.certificates import CERTIFICATE_STEP
from deploy.steps.database_server import DATABASE, query_as_portal
from deploy.steps.debian_packages import PACKAGES
from deploy.steps.job_broker import BROKER
from deploy.steps.portal_settings import SETTINGS_STEP
from deploy.steps.portal_tables import ADMINISTRATORS, DEPLOY_CHECK, MIGRATIONS, REFERENCE, STATIC_FILES
from deploy.steps.proxy_server import PROXY
from deploy.steps.releases import RELEASE
from deploy.steps.service_units import SERVICES
from deploy.steps.step_list import ALL_ROLES, InstallOptions, InstallStep, apply_steps, check_steps
from deploy.steps.system_users import ACCOUNTS, PLACES
from deploy.steps.target_machine import APP, InstallationStopped, TargetMachine
from deploy.steps.this_machine import MACHINE

SOURCE = Path(__file__).resolve().parent.parent.parent
DOWNLOADS = [MACHINE, PACKAGES, ACCOUNTS, PLACES, RELEASE]
STEPS: list[InstallStep] = [
    *DOWNLOADS,
    *(SETTINGS_STEP, BROKER, DATABASE, MIGRATIONS, REFERENCE, STATIC_FILES, DEPLOY_CHECK),
    *(CERTIFICATE_STEP, SERVICES, PROXY),
]
URLS = {
    "--database-url": ("DATABASE_URL", "PostgreSQL is on another machine: the URL of the portal's own role"),
    "--database-owner-url": ("DATABASE_OWNER_URL", "the URL of the role that owns that database"),
    "--cache-url": ("CACHE_URL", "Valkey is on another machine: the URL of its user for the cache"),
    "--broker-url": ("BROKER_URL", "the URL of its user for the jobs"),
}
FIREWALL = """
Firewall: open ports 22, 80 and 443 to everybody and no other port. An example for nftables:
  cp {app}/deploy/nftables.conf /etc/nftables.conf && systemctl enable --now nftables"""
NO_ADMINISTRATOR = """
No administrator is recorded yet. Two are needed. Record them, and give each the printed link:
  cd {app} && .venv/bin/python manage.py create_administrators --officer EMAIL NAME --officer EMAIL NAME"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = argparse.ArgumentParser(prog="deploy/install", description="Install the portal on this Debian 13 machine.")
    made.add_argument("host", help="the site's host name, such as complaints.example.org")
    made.add_argument("--check", action="store_true", help="change nothing; list what is missing or wrong")
    made.add_argument("--download", action="store_true", help="only download: packages and the release; start nothing")
    made.add_argument(
        "--certificate",
        choices=("own", "acme", "self-signed"),
        default="self-signed",
        help="own: you put it into /etc/ssl/portal; acme: certbot requests it; self-signed (default): for a trial",
    )
    made.add_argument("--acme-email", default="", metavar="EMAIL", help="where the authority reports problems")
    made.add_argument("--local-database", action="store_true", help="PostgreSQL on this machine (the default)")
    for option, (name, text) in URLS.items():
        made.add_argument(option, metavar="URL", help=f"{text}. With a password: {name} in the environment instead")
    made.add_argument("--roles", default=",".join(ALL_ROLES), help="what runs here: web,worker,beat (default: all)")
    made.add_argument("--settings", type=Path, help="on a further machine: the first one's /etc/portal/portal.env")
    made.add_argument(
        "--administrator",
        nargs=2,
        action="append",
        default=[],
        metavar=("EMAIL", "NAME"),
        help="a first administrator; give it twice. Without it, the command asks if it runs in a terminal",
    )
    made.add_argument("--offices", type=Path, help="your offices (deploy/samples/README.md)")
    made.add_argument("--officers", type=Path, help="your officers (deploy/samples/README.md)")
    return made


def has_password(url: str) -> bool:
    """Return whether an address contains a password, before its host or among its parameters."""
    user, at, _host = url.partition("://")[2].partition("?")[0].rpartition("@")
    return bool(at and ":" in user) or "password=" in url.lower()


def options_from(arguments: argparse.Namespace, environment: dict[str, str]) -> InstallOptions:
    """Return what the operator wants. Raises InstallationStopped for a combination that cannot work."""
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", arguments.host):
        raise InstallationStopped(f"{arguments.host} is not a host name such as complaints.example.org.")
    given = {}
    for option, (name, _text) in URLS.items():
        written = getattr(arguments, option.strip("-").replace("-", "_"))
        if written and has_password(written):
            raise InstallationStopped(
                f"Other users of this machine can see a command line: put the address with its password into {name} "
                f"in the environment instead of {option}."
            )
        given[name] = written or environment.get(name)
    urls = {name: url for name, url in given.items() if url}
    if arguments.local_database and "DATABASE_URL" in urls:
        raise InstallationStopped("--local-database and --database-url exclude each other.")
    for first, second in (("DATABASE_URL", "DATABASE_OWNER_URL"), ("CACHE_URL", "BROKER_URL")):
        if (first in urls) != (second in urls):
            raise InstallationStopped(f"{first} and {second} belong together: give both or none.")
    roles = tuple(role for role in ALL_ROLES if role in arguments.roles.split(","))
    if unknown := set(arguments.roles.split(",")) - set(ALL_ROLES):
        raise InstallationStopped(f"Unknown role: {', '.join(sorted(unknown))}. There are web, worker and beat.")
    if roles != ALL_ROLES and not arguments.settings:
        raise InstallationStopped(
            "A further machine needs the first one's settings: copy its /etc/portal/portal.env here, and name the copy "
            "with --settings. docs/runbook.md says more (Add a machine)."
        )
    files = (arguments.settings, arguments.offices, arguments.officers)
    if missing := [str(file) for file in files if file and not file.is_file()]:
        raise InstallationStopped(f"{missing[0]} does not exist.")
    if len(arguments.administrator) not in (0, 2):
        raise InstallationStopped("Give --administrator twice: what needs two people could not be decided by one.")
    return InstallOptions(
        host=arguments.host,
        source=SOURCE,
        roles=roles,
        certificate=arguments.certificate,
        acme_email=arguments.acme_email,
        urls=urls,
        settings=arguments.settings,
        administrators=tuple(map(tuple, arguments.administrator)),
        offices=arguments.offices and arguments.offices.resolve(),
        officers=arguments.officers and arguments.officers.resolve(),
    )


def ask_for_administrators(arguments: argparse.Namespace) -> None:
    """Ask for the first two administrators if this runs in a terminal. An empty answer leaves them for later."""
    if arguments.administrator or arguments.settings or arguments.officers or not sys.stdin.isatty():
        return
    print("The portal needs two administrators. Leave the address empty to record them later.")
    for which in ("First", "Second"):
        if not (email := input(f"{which} administrator's e-mail address: ").strip()):
            arguments.administrator = []
            return
        arguments.administrator.append([email, input(f"{which} administrator's name: ").strip()])


def say_what_is_next(machine: TargetMachine, options: InstallOptions, changed: int) -> None:
    """Say what was done, the firewall, and the administrators' links as long as none of them has a password."""
    if not changed:
        machine.say("Nothing had to be changed.")
    if not options.is_first:
        return
    machine.say(FIREWALL.format(app=APP))
    if query_as_portal(machine, ADMINISTRATORS) == "0":
        machine.say(NO_ADMINISTRATOR.format(app=APP))
    else:
        links = machine.manage(machine.path(APP), "create_administrators", "--skip-checks", accepted=(0, 1))
        if links.returncode == 0:
            machine.say(f"\nThe administrators choose their passwords here:\n{links.stdout.strip()}")
    machine.say(f"\nThe portal: https://{options.host}/")


def run_installation(machine: TargetMachine, options: InstallOptions, arguments: argparse.Namespace) -> int:
    """Check or apply the steps, and return the exit code."""
    steps = DOWNLOADS if arguments.download else STEPS
    if arguments.check:
        return 1 if check_steps(machine, options, steps) else 0
    changed = apply_steps(machine, options, steps)
    if arguments.download:
        machine.say("Everything is downloaded. Run it again without --download.")
    else:
        say_what_is_next(machine, options, changed)
    return 0


def main() -> None:
    arguments = parser().parse_args()
    try:
        options = options_from(arguments, dict(os.environ))
        if not (arguments.check or arguments.download):
            ask_for_administrators(arguments)
            options = options_from(arguments, dict(os.environ))
        sys.exit(run_installation(TargetMachine(), options, arguments))
    except InstallationStopped as reason:
        sys.exit(f"stopped: {reason}")


if __name__ == "__main__":
    main()
