"""Valkey: one user for the cache and one for the jobs, each with a password, and nobody else."""

import re

from deploy.steps.step_list import InstallOptions, InstallStep
from deploy.steps.target_machine import APP, InstallationStopped, TargetMachine

CONFIGURATION, USERS_FILE = "/etc/valkey/valkey.conf", "/etc/valkey/portal.acl"
RIGHTS = {"mode": 0o640, "owner": "root", "group": "valkey"}
OLDEST_VERSION = 7


def find_broker_problems(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return what is missing on a machine with its own Valkey. Others are checked with the portal's settings."""
    if not options.has_local_broker:
        return []
    version = re.search(r"v=(\d+)", machine.run("valkey-server", "--version").stdout)
    if version and int(version[1]) < OLDEST_VERSION:
        raise InstallationStopped(f"Valkey {version[1]} is too old: the portal needs {OLDEST_VERSION} or newer.")
    problems = []
    if machine.text(USERS_FILE) != users_of_valkey(machine) or not machine.has_rights(USERS_FILE, **RIGHTS):
        problems.append(f"{USERS_FILE} does not have the users of {APP}/deploy/redis.acl with these passwords.")
    if f"aclfile {USERS_FILE}\n" not in machine.text(CONFIGURATION):
        problems.append(f"{CONFIGURATION} does not name it.")
    if not machine.succeeds("valkey-cli", "PING"):
        problems.append("Valkey does not run.")
    return problems


def users_of_valkey(machine: TargetMachine) -> str:
    """Return the server's file of users. Raises InstallationStopped for an address without a password."""
    app = machine.path(APP)
    return machine.run(app / ".venv/bin/python", "-m", "operations.redis_acl", cwd=app).stdout


def configure_broker(machine: TargetMachine, options: InstallOptions) -> None:
    """Write the users, name their file in Valkey's configuration, and start it with them."""
    machine.write(USERS_FILE, users_of_valkey(machine), **RIGHTS)
    if f"aclfile {USERS_FILE}\n" not in machine.text(CONFIGURATION):
        with machine.path(CONFIGURATION).open("a") as file:
            file.write(f"aclfile {USERS_FILE}\n")
    machine.run("systemctl", "enable", "valkey-server")
    machine.run("systemctl", "restart", "valkey-server")
    for _second in range(30):
        if machine.succeeds("valkey-cli", "PING"):
            return
        machine.pause(1)


BROKER = InstallStep("Valkey: two users with passwords", find_broker_problems, configure_broker)
