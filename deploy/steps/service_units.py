"""systemd: the portal's units, timers, temporary files and the retention of its log (deploy/systemd/)."""

from pathlib import Path

from deploy.steps.step_list import InstallOptions, InstallStep
from deploy.steps.target_machine import APP, ROLES_FILE, InstallationStopped, TargetMachine

QUEUES = ("sweep", "messages", "whatsapp", "events", "reports", "inspection")
WEB_PORTS = (8000, 8001)
"""Two web servers behind nginx: one answers while the other is restarted (deploy/systemd/portal-web@.service)."""
WEB = "portal-web@"
UNITS_OF_ROLE = {
    "web": [f"portal-web@{port}.service" for port in WEB_PORTS],
    "worker": [f"portal-worker@{queue}.service" for queue in QUEUES],
    "beat": [
        "portal-beat.service",
        *("portal-check.timer", "portal-verify.timer"),
        *("portal-files-backup.timer", "portal-files-backup-verify.timer"),  # of nothing until restic is configured
    ],
}
BACKUP_UNITS = ["portal-backup.timer", "portal-backup-verify.timer"]
"""On the machine with PostgreSQL. They do nothing until pgBackRest is configured."""
READY_SECONDS, STEADY_SECONDS = 120, 8
LOG_HINT = "Its log: journalctl --namespace=portal --unit="


def units_of_roles(machine: TargetMachine) -> list[str]:
    """Return the units of this machine's roles, in the order in which they are restarted."""
    return [unit for role in machine.text(ROLES_FILE).split() for unit in UNITS_OF_ROLE[role]]


def unit_files(machine: TargetMachine) -> dict[str, str]:
    """Return the installed path and the text of each file of the current release's deploy/systemd."""
    folder = machine.path(f"{APP}/deploy/systemd")
    return {installed_path(file): file.read_text() for file in sorted(folder.iterdir()) if file.is_file()}


def installed_path(file: Path) -> str:
    """Return where a file of deploy/systemd belongs."""
    if file.name == "portal.tmpfiles.conf":
        return "/etc/tmpfiles.d/portal.conf"
    return f"/etc/systemd/{'' if file.suffix == '.conf' else 'system/'}{file.name}"


def find_unit_problems(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return which files differ from the release's, and which units are not enabled or do not run."""
    files = unit_files(machine).items()
    problems = [f"{name} is not this release's." for name, text in files if machine.text(name) != text]
    if problems or not machine.runs_systemd():
        return problems
    units = [*units_of_roles(machine), *(BACKUP_UNITS if options.has_local_database else [])]
    return [
        f"{unit} does not run."
        for unit in units
        if not machine.succeeds("systemctl", "is-enabled", "--quiet", unit)
        or not machine.succeeds("systemctl", "is-active", "--quiet", unit)
    ]


def install_unit_files(machine: TargetMachine) -> None:
    """Write the current release's units, and tell systemd."""
    for name, text in unit_files(machine).items():
        if machine.text(name) != text:
            machine.write(name, text)
    if machine.runs_systemd():
        machine.run("systemd-tmpfiles", "--create", "portal.conf", accepted=(0, 127))
        machine.run("systemctl", "daemon-reload")


def start_units(machine: TargetMachine, options: InstallOptions) -> None:
    """Install, enable and start the units, and wait until the web servers answer."""
    install_unit_files(machine)
    if not machine.runs_systemd():
        machine.say("         systemd does not run here (a chroot?): the units are installed and not started.")
        return
    units = units_of_roles(machine)
    for unit in [*units, *(BACKUP_UNITS if options.has_local_database else [])]:
        machine.run("systemctl", "enable", "--now", unit)
    for unit in units:
        wait_until_it_works(machine, unit)
    require_steady_units(machine, units)


def restart_unit(machine: TargetMachine, unit: str) -> None:
    """Restart a unit and wait until it works. Raises InstallationStopped if it does not.

    Before a web server is restarted, the other one must answer, if it can: a killed upgrade may have just restarted it.
    """
    if unit.startswith(WEB):
        for other in UNITS_OF_ROLE["web"]:
            if other != unit:
                works_in_time(machine, other)
    machine.run("systemctl", "restart", unit)
    wait_until_it_works(machine, unit)


def wait_until_it_works(machine: TargetMachine, unit: str) -> None:
    """Wait until a web server is ready, or another unit has started. Raises InstallationStopped if it never is."""
    if not works_in_time(machine, unit):
        raise InstallationStopped(f"{unit} does not work after {READY_SECONDS} s. {LOG_HINT}{unit}")


def works_in_time(machine: TargetMachine, unit: str) -> bool:
    """Return whether a web server is ready, or another unit has started, after READY_SECONDS at most."""
    address = machine.settings().get("GRANIAN_HOST") or "127.0.0.1"
    port = unit.partition("@")[2].removesuffix(".service")
    for _second in range(READY_SECONDS):
        if unit.startswith(WEB):
            if machine.page_status(f"http://{address}:{port}/readyz") == 200:
                return True
        elif machine.succeeds("systemctl", "is-active", "--quiet", unit):
            return True
        machine.pause(1)
    return False


def require_steady_units(machine: TargetMachine, units: list[str]) -> None:
    """Raise InstallationStopped if a unit ends soon after its start, and systemd starts it again and again."""
    machine.pause(STEADY_SECONDS)
    for unit in units:
        restarts = machine.run("systemctl", "show", "--property=NRestarts", "--value", unit, accepted=(0, 1)).stdout
        if restarts.strip() not in ("", "0") or not machine.succeeds("systemctl", "is-active", "--quiet", unit):
            raise InstallationStopped(f"{unit} ends after its start. {LOG_HINT}{unit}")


SERVICES = InstallStep("systemd units and timers", find_unit_problems, start_units)
