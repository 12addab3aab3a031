"""What the machine must have before anything is changed: root, Debian 13, and space on its disk."""

import os
import shutil

from deploy.steps.step_list import InstallOptions, InstallStep
from deploy.steps.target_machine import APP, InstallationStopped, TargetMachine

FIRST_GB, LATER_GB = 3.0, 0.5
"""Free space for the packages, a release and the database's beginning; and for a repair of an installed machine."""


def find_machine_problems(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return why this machine cannot be installed."""
    problems = [] if os.geteuid() == 0 else ["Run it as root."]
    release = dict(line.split("=", 1) for line in machine.text("/etc/os-release").splitlines() if "=" in line)
    name, version = release.get("ID", "unknown").strip('"'), release.get("VERSION_ID", "0").strip('"')
    if name != "debian" or int(version.partition(".")[0] or 0) < 13:
        problems.append(f"This is {name} {version}, not Debian 13. docs/runbook.md lists the steps for other systems.")
    needed = LATER_GB if machine.path(APP).exists() else FIRST_GB
    problems += [
        f"The disk is full: {folder} has {free:.1f} GB free, {needed:g} GB are needed. Free that much and try again."
        for folder in ("/srv", "/var")
        if (free := free_gigabytes(machine, folder)) < needed
    ]
    return problems


def free_gigabytes(machine: TargetMachine, folder: str) -> float:
    """Return the free space of the disk with this folder."""
    return shutil.disk_usage(machine.path(folder) if machine.path(folder).exists() else machine.root).free / 1e9


def require_free_space(machine: TargetMachine, folder: str, gigabytes: float) -> None:
    """Raise InstallationStopped if the disk with this folder has less free space."""
    if (free := free_gigabytes(machine, folder)) < gigabytes:
        raise InstallationStopped(
            f"The disk is full: {folder} has {free:.1f} GB free, {gigabytes:g} GB are needed. Nothing was changed."
        )


MACHINE = InstallStep("Debian 13, root, free disk space", find_machine_problems)
