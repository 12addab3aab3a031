"""Debian's packages for the roles of this machine."""

from deploy.steps.step_list import InstallOptions, InstallStep
from deploy.steps.target_machine import TargetMachine

EVERYWHERE = ("bubblewrap", "ca-certificates", "python3-venv")
CLOCK = ("systemd-timesyncd", "chrony", "ntpsec", "openntpd")
"""One of these synchronises the clock. The first is installed if there is none."""


def packages_for(options: InstallOptions) -> list[str]:
    """Return the packages that these roles need, apart from the clock's."""
    packages = [*EVERYWHERE, "postgresql-client"]
    if options.has_local_database:
        packages += ["postgresql", "pgbackrest"]
    if options.has_local_broker:
        packages.append("valkey-server")
    if "web" in options.roles:
        packages += ["logrotate", "nginx", "openssl"]
    if options.certificate == "acme":
        packages.append("certbot")
    return sorted(packages)


def missing_packages(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return the packages that are not installed."""
    wanted = packages_for(options)
    states = machine.run(
        "dpkg-query", "--show", "--showformat", "${db:Status-Status} ${Package}\n", *wanted, *CLOCK, accepted=(0, 1)
    )
    installed = {line.partition(" ")[2] for line in states.stdout.splitlines() if line.startswith("installed ")}
    missing = [package for package in wanted if package not in installed]
    return missing if installed & set(CLOCK) else [*missing, CLOCK[0]]


def find_package_problems(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return one line for each missing package."""
    return [f"{package} is not installed." for package in missing_packages(machine, options)]


def install_packages(machine: TargetMachine, options: InstallOptions) -> None:
    """Install what is missing."""
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    missing = missing_packages(machine, options)
    machine.run("apt-get", "update", "--quiet=2", env=environment)
    machine.run("apt-get", "install", "--yes", "--quiet=2", "--no-install-recommends", *missing, env=environment)


PACKAGES = InstallStep("Debian packages", find_package_problems, install_packages)
