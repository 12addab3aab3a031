"""The settings: /etc/portal/portal.env for all processes, owner.env for migrations, and the machine's roles.

The first machine makes new secrets. Further machines get a copy of the first one's portal.env (`--settings`).
"""

from urllib.parse import urlsplit

from deploy.steps.step_list import InstallOptions, InstallStep
from deploy.steps.target_machine import (
    APP,
    OWNER_SETTINGS,
    ROLES_FILE,
    SETTINGS,
    InstallationStopped,
    TargetMachine,
)

PORTAL_RIGHTS = {"mode": 0o640, "owner": "root", "group": "portal"}
OWNER_RIGHTS = {"mode": 0o600, "owner": "root", "group": "root"}
HERE = ("localhost", "127.0.0.1", "::1", None)


def find_settings_problems(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return what is missing. Raises InstallationStopped for settings that only a person can correct."""
    rights = {SETTINGS: PORTAL_RIGHTS} | ({OWNER_SETTINGS: OWNER_RIGHTS} if options.is_first else {})
    problems = []
    for name, wanted in rights.items():
        if not machine.path(name).exists():
            problems.append(f"{name} is missing.")
        elif not machine.has_rights(name, **wanted):
            problems.append(f"{name} is not {wanted['owner']}:{wanted['group']} with mode {wanted['mode']:o}.")
    if machine.path(SETTINGS).exists():
        _require_fitting_settings(machine, options)
    if machine.text(ROLES_FILE).split() != list(options.roles):
        problems.append(f"{ROLES_FILE} does not name the roles {', '.join(options.roles)}.")
    return problems


def _require_fitting_settings(machine: TargetMachine, options: InstallOptions) -> None:
    """Refuse settings for another host name, and settings of the first machine that name servers on itself."""
    settings = machine.settings()
    if (site := settings.get("SITE_URL", "")) != f"https://{options.host}":
        raise InstallationStopped(f"SITE_URL in {SETTINGS} is {site}, not https://{options.host}. Correct one of them.")
    if options.is_first:
        return
    for name in ("DATABASE_URL", "BROKER_URL", "CACHE_URL"):
        if (address := urlsplit(settings.get(name, ""))).hostname in HERE and address.scheme != "sentinel":
            raise InstallationStopped(
                f"{name} in {SETTINGS} names this machine. Write the address of the machine with that server."
            )


def write_settings(machine: TargetMachine, options: InstallOptions) -> None:
    """Write the settings unless they exist, and set their rights."""
    if not machine.path(SETTINGS).exists():
        if options.settings:
            machine.write(SETTINGS, options.settings.read_text(), **PORTAL_RIGHTS)
        else:
            kept = [f"--keep={name}" for name in options.urls]
            command = ("python3", "-B", "-m", "operations.new_environment", options.host, machine.path("/etc/portal"))
            machine.run(*command, *kept, cwd=machine.path(APP), env=options.urls)
    machine.set_rights(SETTINGS, **PORTAL_RIGHTS)
    if options.is_first:
        machine.set_rights(OWNER_SETTINGS, **OWNER_RIGHTS)
    machine.write(ROLES_FILE, " ".join(options.roles) + "\n")


SETTINGS_STEP = InstallStep("Settings and secrets in /etc/portal", find_settings_problems, write_settings)
