"""The services of compose.yaml while `drills.containers` runs them, and what is checked of them."""

import json
import ssl
import subprocess
import threading
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

QUEUES = ("sweep", "messages", "whatsapp", "events", "inspection", "reports")
PORTAL = ("web", *QUEUES, "beat")
SERVERS = ("postgres", "valkey", "nginx")
PATIENCE = 300


class Containers:
    """The services of compose.yaml, started from a clone by podman-compose."""

    def __init__(self, engine, context: Path, *, port: int, plain_port: int, secrets: Path):
        self.engine, self.context, self.secrets = engine, context, secrets
        self.is_stopping = threading.Event()
        threading.Thread(target=self._run_health_checks, daemon=True).start()
        self.environment = {
            "HTTPS_PORT": f"127.0.0.1:{port}",
            "HTTP_PORT": f"127.0.0.1:{plain_port}",
            "PORTAL_SECRETS": str(secrets),
        }

    def compose(self, *arguments: str, **options) -> str:
        command = ["podman-compose", "--in-pod=false", *arguments]
        return self.engine.run(*command, cwd=self.context, environment=self.environment, **options)

    def start_servers(self) -> None:
        """Start what `init` needs."""
        self.compose("up", "--detach", "--no-build", "postgres", "valkey")

    def initialize(self) -> str:
        """Prepare the database and return what was printed: the first administrators' links.

        Without `--no-deps`, podman-compose would see another set of services than before and take the whole site down.
        """
        return self.compose("--profile", "init", "run", "-T", "--no-deps", "--rm", "init", timeout=1800)

    def start(self) -> None:
        self.compose("up", "--detach", "--no-build", timeout=1800)

    def stop(self) -> None:
        self.is_stopping.set()
        self.compose("down", "--volumes", "--timeout", "5", check=False)

    def _run_health_checks(self) -> None:
        """Run the health checks of all containers again and again, as systemd's timers do where there is a systemd."""
        while not self.is_stopping.wait(3):
            for name in self.engine.run("podman", "ps", "--format", "{{.Names}}", check=False).split():
                self.engine.run("podman", "healthcheck", "run", name, check=False)

    def logs(self, service: str) -> str:
        return self.engine.run("sh", "-c", f"podman logs {self.name(service)} 2>&1", check=False)

    def list_containers(self) -> str:
        return self.engine.run("podman", "ps", "--all", "--format", "{{.Names}} {{.Status}} {{.Ports}}", check=False)

    def name(self, service: str) -> str:
        return f"portal_{service}_1"

    def execute(self, service: str, *command: str, check: bool = True) -> str:
        return self.engine.run("podman", "exec", self.name(service), *command, check=check)

    def inspect(self, service: str) -> dict:
        return json.loads(self.engine.run("podman", "inspect", self.name(service)))[0]

    def address(self, service: str) -> str:
        """Return the IP address of a service in the inner network."""
        networks = self.inspect(service)["NetworkSettings"]["Networks"]
        return next(network["IPAddress"] for name, network in networks.items() if name.endswith("inside"))

    def context_of_trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.secrets / "tls-certificate.pem")

    def wait_until_ready(self, site: str) -> None:
        """Wait until /readyz answers 200 through nginx. Raises SystemExit with the web server's log."""
        end = time.monotonic() + PATIENCE
        while not self.is_ready(site):
            if time.monotonic() > end:
                logs = [self.logs(name)[-2000:] for name in ("web", "nginx")]
                raise SystemExit("\n".join([*logs, self.list_containers(), f"drill: {site}/readyz does not answer"]))
            time.sleep(1)

    def is_ready(self, site: str) -> bool:
        try:
            with urlopen(f"{site}/readyz", timeout=10, context=self.context_of_trust()) as answer:
                return answer.status == 200
        except (URLError, OSError):
            return False


def check_containers(composed: Containers, site: str) -> None:
    """Check isolation, health, jobs, probes by address, the sandbox and restarts. Raises SystemExit with findings."""
    findings = [
        *find_loose_containers(composed),
        *find_unanswered_probes(composed),
        *find_idle_jobs(composed),
        *find_unhealthy(composed),
    ]
    restart_web(composed, site)
    upgrade(composed, site)
    print(f"drill: the inspection's sandbox: {describe_sandbox(composed)}", flush=True)
    if findings:
        raise SystemExit("\n".join(f"drill: {finding}" for finding in findings))
    print("drill: isolation, probes, jobs, health checks and restarts are as expected", flush=True)


def find_loose_containers(composed: Containers) -> list[str]:
    """Return which containers run as root, can write where they should not, or have capabilities."""
    found = []
    for service in (*PORTAL, *SERVERS):
        config = composed.inspect(service)
        if not config["HostConfig"]["ReadonlyRootfs"]:
            found.append(f"{service} can write to its file system")
        if composed.execute(service, "id", "-u").strip() == "0":
            found.append(f"{service} runs as root")
        if "0000000000000000" not in composed.execute(service, "grep", "CapBnd", "/proc/1/status"):
            found.append(f"{service} has capabilities")
    if composed.execute("web", "sh", "-c", "touch /srv/portal/app/new 2>/dev/null && echo written", check=False):
        found.append("web can change its code")
    for service in ("web", "inspection"):
        if composed.execute(service, "sh", "-c", "cat /run/secrets/owner.env 2>/dev/null", check=False):
            found.append(f"{service} can read the owner's password")
    return found


def find_unanswered_probes(composed: Containers) -> list[str]:
    """Return which pages a load balancer or Prometheus does not get from the web server's address."""
    address, found = composed.address("web"), []
    token = (composed.secrets / "metrics-token").read_text()
    expected = {("healthz", ""): 200, ("readyz", ""): 200, ("metrics", ""): 401, ("metrics", token): 200, ("", ""): 400}
    for (path, bearer), status in expected.items():
        request = Request(
            f"http://{address}:8000/{path}", headers={"Authorization": f"Bearer {bearer}"} if bearer else {}
        )
        try:
            with urlopen(request, timeout=20) as answer:
                got = answer.status
        except HTTPError as error:
            got = error.code
        except OSError as error:
            got = error
        if got != status:
            found.append(f"/{path} by the address {address}: {got}, not {status}")
    return found


def find_idle_jobs(composed: Containers) -> list[str]:
    """Return what the workers do not do: after two minutes a sweep has ended and nothing waits in the outbox."""
    token = (composed.secrets / "metrics-token").read_text()
    request = Request(f"http://{composed.address('web')}:8000/readyz", headers={"Authorization": f"Bearer {token}"})
    end = time.monotonic() + PATIENCE
    while True:
        with urlopen(request, timeout=20) as answer:
            states = json.load(answer)
        if states["sweep"] == "ok" and states["broker"] == "ok":
            return []
        if time.monotonic() > end:
            return [f"the workers do not work: {states}"]
        time.sleep(2)


def find_unhealthy(composed: Containers) -> list[str]:
    """Return the services whose health check does not succeed within some minutes."""
    end, found = time.monotonic() + PATIENCE, []
    for service in (*PORTAL, *SERVERS):
        while (done := _health_check(composed, service)).returncode:
            if time.monotonic() > end:
                found.append(f"{service} is not healthy: {done.stdout}{done.stderr}{composed.logs(service)[-500:]}")
                break
            time.sleep(3)
    return found


def _health_check(composed: Containers, service: str) -> subprocess.CompletedProcess:
    command = ["podman", "healthcheck", "run", composed.name(service)]
    return subprocess.run(command, env=composed.engine.environment, capture_output=True, text=True, timeout=120)


def restart_web(composed: Containers, site: str) -> None:
    """Restart the web server, which may get a new address. Raises SystemExit if it does not come back."""
    before, began = composed.address("web"), time.monotonic()
    composed.engine.run("podman", "restart", "--time", "10", composed.name("web"))
    composed.wait_until_ready(site)
    addresses = f"{before}, then {composed.address('web')}"
    print(f"drill: the web server was restarted in {time.monotonic() - began:.0f} s ({addresses})", flush=True)


def upgrade(composed: Containers, site: str) -> None:
    """Upgrade to an image with another tag, as the runbook says. Raises SystemExit if the site stops for `init`."""
    composed.engine.run("podman", "tag", "localhost/portal:latest", "localhost/portal:next")
    composed.environment["PORTAL_IMAGE"] = "localhost/portal:next"
    web = composed.inspect("web")["Id"]
    composed.initialize()
    if composed.inspect("web")["Id"] != web or not composed.is_ready(site):
        raise SystemExit(f"{composed.list_containers()}\ndrill: init of the next release stopped the site")
    began = time.monotonic()
    composed.start()
    composed.wait_until_ready(site)
    if (image := composed.inspect("web")["ImageName"]) != "localhost/portal:next":
        raise SystemExit(f"drill: after the upgrade the web server runs {image}")
    print(
        f"drill: init of the next release left the site up; it was away for {time.monotonic() - began:.0f} s",
        flush=True,
    )


def describe_sandbox(composed: Containers) -> str:
    """Return whether uploaded files are inspected in a sandbox in these containers, as `check --deploy` says it."""
    said = composed.execute(
        "inspection", "/srv/portal/app/deploy/container/run", "manage", "check", "--deploy", check=False
    )
    lines = [line for line in said.splitlines() if "sandbox" in line.lower()]
    return lines[0].strip() if lines else "it works"
