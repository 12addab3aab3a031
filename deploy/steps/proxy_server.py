"""nginx: deploy/nginx.conf with this host name."""

from deploy.steps.step_list import InstallOptions, InstallStep
from deploy.steps.target_machine import APP, InstallationStopped, TargetMachine

CONFIGURATION, EXAMPLE_HOST = "/etc/nginx/nginx.conf", "complaints.example.org"


def configuration_for(machine: TargetMachine, host: str) -> str:
    """Return the release's configuration of nginx for this host name."""
    return machine.text(f"{APP}/deploy/nginx.conf").replace(EXAMPLE_HOST, host)


def find_proxy_problems(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return whether nginx has another configuration or does not run."""
    if "web" not in options.roles:
        return []
    if machine.text(CONFIGURATION) != configuration_for(machine, options.host):
        return [f"{CONFIGURATION} is not deploy/nginx.conf for {options.host}."]
    return [] if machine.succeeds("systemctl", "is-active", "--quiet", "nginx") else ["nginx does not run."]


def write_proxy_configuration(machine: TargetMachine, options: InstallOptions) -> None:
    """Write the configuration, keep the old one beside it, and start nginx with it once nginx accepts it."""
    old, new = machine.text(CONFIGURATION), configuration_for(machine, options.host)
    if old != new:
        machine.write(f"{CONFIGURATION}.before", old)
        machine.write(CONFIGURATION, new)
    try:
        machine.run("nginx", "-t", "-q")
    except InstallationStopped:
        machine.write(CONFIGURATION, old)
        raise
    machine.run("systemctl", "enable", "nginx")
    machine.run("systemctl", "reload-or-restart", "nginx")


PROXY = InstallStep("nginx with TLS", find_proxy_problems, write_proxy_configuration)
