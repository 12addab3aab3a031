"""The portal on many machines: which service runs where, in what order they start, and what they say of themselves."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psycopg

from complaints.file_stores.paired_storage import make_storage
from drills.ha import configuration
from drills.ha.configuration import PASSWORDS
from drills.ha.database_copy import NAME, make_database
from drills.ha.services import Service, wait_for
from drills.ha.topology import CITY_ADDRESS, SITE_ADDRESS, SPARE, Host, Topology
from drills.swift_server import SwiftServer
from operations import child_processes
from tests.databases import ROOT
from tests.deploy.front import certify
from tests.faults.storm.standins import Mail, Record, Texts
from tests.file_stores.s3_server import S3Server

PROGRAMS = Path(sys.executable).parent
START_SECONDS = 240
COMMANDS = """import sys, django
from django.core.management import call_command
django.setup()
for command in sys.argv[1:]:
    call_command(command, stdout=sys.stderr)"""


class Site:
    """A running portal. `services`: by kind and machine, as in `services["web", "node2"]`.

    `mail`: the simulated mail server. `texts`: what the simulated SMS gateways of all nodes accepted. A gateway listens
    on the node itself, because the portal sends unencrypted messages nowhere else. `swift`: the S3 server that has the
    files, if they are in a bucket. Otherwise they are in a folder that all nodes share.
    """

    def __init__(self, topology: Topology, drafts: int, *, in_bucket: bool = False):
        self.topology, self.nodes, self.fronts = topology, topology.nodes, topology.fronts
        self.logs = topology.folder / "logs"
        self.logs.mkdir()
        self.people, self._postgres = make_database(self.nodes[0].disk / "postgresql", drafts)
        self.mail, self.texts = Mail(host=CITY_ADDRESS), Record()
        self.certificate = topology.folder / "certificate.pem"
        certify(self.certificate, topology.folder / "key.pem", address=SITE_ADDRESS)
        self.swift = SwiftServer(topology.folder / "swift", CITY_ADDRESS) if in_bucket else None
        self.environment = self._environment() | self._where_files_are()
        self.out_of_nginx: set[str] = set()
        self.added: list[Host] = []
        self.services: dict[tuple[str, str], Service] = {}
        for node in self.nodes:
            self._add_node(node)
        for front, other in zip(self.fronts, reversed(self.fronts), strict=True):
            self._add_front(front, other)

    def _environment(self) -> dict[str, str]:
        folder = self.topology.folder
        return configuration.portal_settings() | {
            "SITE_URL": f"https://{SITE_ADDRESS}",
            "ALLOWED_HOSTS": SITE_ADDRESS,
            "TRUSTED_PROXIES": "true",
            "DEMO": "false",
            "DEBUG": "false",
            "LOG_LEVEL": "WARNING",
            "EMAIL_URL": f"smtp://{CITY_ADDRESS}:{self.mail.port}",
            "STATIC_ROOT": f"{folder}/static",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "GRANIAN_LOG_CONFIG": "deploy/granian-log.json",
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
            **dict.fromkeys(
                ("PGOPTIONS", "DATABASE_OWNER_URL", "REDIS_URL"), ""
            ),  # of a test run that starts the drill
        }

    def _where_files_are(self) -> dict[str, str]:
        if self.swift is None:
            return {"EVIDENCE_STORAGE": str(self.topology.folder / "evidence")}
        self.swift.start()
        server = S3Server(self.swift.url, self.swift.key, self.swift.secret, encryption="")
        bucket = server.new_bucket()
        self._bucket = make_storage(server.entry(bucket))
        return server.environment(bucket)

    def stored_files(self) -> set[str]:
        """Return the names of the citizens' files."""
        if self.swift is not None:
            return {file.name for file in self._bucket.stored_files()}
        folder = Path(self.environment["EVIDENCE_STORAGE"])
        return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    # --- Which service runs where ------------------------------------------------------------------------------------

    def _add(self, kind: str, host: Host, command: list, **options) -> None:
        log = self.logs / f"{kind}-{host.name}.log"
        self.services[kind, host.name] = Service(kind, host, command, log=log, **options)

    def write_node_files(self, node: Host, *, broker_leader: Host) -> None:
        """Write the files of a node, whose disk is empty but for a first database."""
        configuration.write_patroni(node, self._postgres)
        configuration.write_valkey(node, broker_leader)
        configuration.write_sentinel(node, broker_leader)
        configuration.write_pgbouncer(node)
        (node.disk / "run").mkdir()
        child_processes.change_owner(node.disk / "run")
        child_processes.change_owner(node.disk)

    def _add_node(self, node: Host) -> None:
        self.write_node_files(node, broker_leader=self.nodes[0])
        self._add("etcd", node, ["etcd", "--logger=zap"], environment=configuration.etcd_environment(node))
        self._add("sentinel", node, ["valkey-sentinel", node.disk / "sentinel.conf"])
        jobs = self._add_node_services(node)
        if node != self.nodes[-1]:  # two of them: every job can be repeated without harm
            beat = ["beat", "--schedule", node.disk / "beat", "--pidfile", "", "--loglevel", "WARNING"]
            self._add("beat", node, [PROGRAMS / "celery", "--quiet", "-A", "config", *beat], environment=jobs)

    def add_spare_node(self, *, broker_leader: Host) -> Host:
        """Add a fourth node with a copy of the database, web server and worker, and return it. Start nothing."""
        node = self.topology.hosts[SPARE]
        self.write_node_files(node, broker_leader=broker_leader)
        self._add_node_services(node)
        return node

    def _add_node_services(self, node: Host) -> dict[str, str]:
        """Add what each node has. Return the settings of its jobs."""
        home = {"HOME": str(node.disk)}
        self._add("patroni", node, ["patroni", node.disk / "patroni.yml"], unprivileged=True, environment=home)
        self._add("valkey", node, ["valkey-server", node.disk / "valkey.conf"])
        with node.network():
            environment = self.environment | {"SMS_URL": Texts(self.texts).url}
        jobs = environment | {"DATABASE_URL": environment["DATABASE_URL"] + "_jobs"}  # the pool of workers and beat
        self._add("pgbouncer", node, ["pgbouncer", node.disk / "pgbouncer.ini"], unprivileged=True)
        web = [PROGRAMS / "granian", "--interface", "wsgi", "--host", node.address, "--port", 8000, "--workers", 1]
        web += ["--blocking-threads", 4, "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", 30]
        worker = [PROGRAMS / "celery", "--quiet", "-A", "config"]
        worker += ["worker", "--concurrency", 1, "--loglevel", "WARNING"]
        self._add("web", node, [*web, "config.wsgi:application"], environment=environment, patience=40)
        self._add("worker", node, worker, environment=jobs, patience=60)
        return jobs

    def _add_front(self, front: Host, other: Host) -> None:
        # -W, as Debian's unit: a master that starts new workers when the file is read again.
        self._add("haproxy", front, ["haproxy", "-W", "-db", "-f", configuration.write_haproxy(front)])
        nginx = ["nginx", "-e", front.disk / "nginx.log", "-c", self._write_nginx(front), "-g", "daemon off;"]
        self._add("nginx", front, nginx)
        keepalived = ["keepalived", "--dont-fork", "--log-console", "--vrrp", "-f"]
        keepalived += [configuration.write_keepalived(front, other), "-p", front.disk / "keepalived.pid"]
        self._add("keepalived", front, [*keepalived, "-r", front.disk / "vrrp.pid", "-b", front.disk / "bfd.pid"])

    def _write_nginx(self, front: Host) -> Path:
        key = self.topology.folder / "key.pem"
        without = frozenset(self.out_of_nginx)
        return configuration.write_nginx(
            front, without=without, added=self.added, certificate=self.certificate, key=key
        )

    def send_no_more_requests_to(self, *names: str) -> None:
        """Let nginx leave these nodes out, and no others."""
        self.out_of_nginx = set(names)
        for front in self.fronts:
            self._write_nginx(front)
            self.services["nginx", front.name].reload()

    def read_from_databases_of(self, *nodes: Host) -> None:
        """Let HAProxy use these nodes' PostgreSQL besides those of the three nodes."""
        for front in self.fronts:
            configuration.write_haproxy(front, added=list(nodes))
            self.services["haproxy", front.name].reload()

    # --- Start -------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start all services, in the order of the runbook. Raises TimeoutError."""
        static = {"STATIC_ROOT": self.environment["STATIC_ROOT"]}
        collecting = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "collectstatic", "--no-input", "--verbosity", "0", "--skip-checks"],
            env=os.environ | static, cwd=ROOT, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        self._start("etcd", "valkey", "sentinel", "haproxy", "keepalived", "pgbouncer")
        self.services["patroni", "node1"].start()
        wait_for(self.find_leader, seconds=START_SECONDS, what="a first leader")
        self._start("patroni")
        collecting.wait()
        self._start("nginx", "web")
        self.wait_until_whole(seconds=START_SECONDS)
        self._start("worker", "beat")

    def _start(self, *kinds: str) -> None:
        for (kind, _), service in self.services.items():
            if kind in kinds:
                service.start()

    def wait_until_whole(self, *, seconds: float = 120) -> float:
        """Wait until there is a leader with a synchronous standby, all nodes follow, and all web servers are ready."""
        return wait_for(self.is_whole, seconds=seconds, what=f"all healthy: {self.members()}, {self.web_statuses()}")

    def is_whole(self) -> bool:
        members = self.members()
        roles = sorted(member["role"] for member in members if member["state"] in {"running", "streaming"})
        is_complete = len(roles) == len(self.nodes) and "leader" in roles and "sync_standby" in roles
        has_address = any(front.has_address(SITE_ADDRESS) for front in self.fronts)
        return is_complete and has_address and all(status == 200 for status in self.web_statuses().values())

    # --- What the services say ---------------------------------------------------------------------------------------

    def members(self) -> list[dict]:
        """Return what Patroni says of its members; nothing if none of the nodes answers."""
        for node in self.nodes:
            with suppress(OSError, ValueError):
                return json.loads(_get(f"http://{node.address}:8008/cluster"))["members"]
        return []

    def find_leader(self) -> Host | None:
        """Return the node whose PostgreSQL takes writes, or None."""
        for node in self.nodes:
            with suppress(OSError):
                _get(f"http://{node.address}:8008/primary")
                return node
        return None

    @staticmethod
    def follows(node: Host) -> bool:
        """Return whether a node's PostgreSQL follows the leader, as its own Patroni says.

        The other ones still list a lost member for some seconds as it was.
        """
        with suppress(OSError):
            _get(f"http://{node.address}:8008/replica")
            return True
        return False

    def web_statuses(self) -> dict[str, int]:
        """Return what /readyz answers on each node; 0: nothing."""
        return {node.name: self.web_status(node) for node in self.nodes}

    @staticmethod
    def web_status(node: Host) -> int:
        """Return what /readyz answers on a node; 0: nothing."""
        try:
            _get(f"http://{node.address}:8000/readyz", seconds=5)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0
        return 200

    def find_etcd_leader(self) -> Host | None:
        """Return the node whose etcd leads, or None."""
        for node in self.nodes:
            done = subprocess.run(
                ["etcdctl", "--endpoints", f"http://{node.address}:2379", "endpoint", "status", "--write-out", "json"],
                capture_output=True, text=True, env=os.environ | {"ETCDCTL_API": "3"}, timeout=20,
            )  # fmt: skip
            with suppress(ValueError, LookupError):
                status = json.loads(done.stdout)[0]["Status"]
                if status["leader"] == status["header"]["member_id"]:
                    return node
        return None

    def find_broker_leader(self) -> Host | None:
        """Return the node whose Valkey leads, as the Sentinels say, or None."""
        for node in self.nodes:
            command = [*configuration.sentinel_client(node), "get-master-addr-by-name", "portal"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=20)
            for leader in self.nodes:
                if leader.address in done.stdout.split():
                    return leader
        return None

    # --- What the database holds (as tests.faults.storm.afterwards asks) ----------------------------------------------

    @property
    def owner_url(self) -> str:
        return f"postgresql://portal_owner:{PASSWORDS['OWNER']}@{SITE_ADDRESS}:5432/{NAME}"

    def asks(self, question: str, *values) -> list[tuple]:
        """Return rows, as the database's owner; none while the database is away."""
        options = {"connect_timeout": 5, "options": "-c statement_timeout=60s"}
        with suppress(psycopg.Error), psycopg.connect(self.owner_url, **options) as owner:
            return owner.execute(question, values or None).fetchall()
        return []

    def number(self, question: str) -> int:
        """Return one number. Try for a minute; then -1, because the database is away."""
        for _ in range(6):
            if rows := self.asks(question):
                return rows[0][0]
            time.sleep(2)
        return -1

    def does(self, *statements: str) -> None:
        """Change rows, as the database's owner."""
        with psycopg.connect(self.owner_url) as owner:
            for statement in statements:
                owner.execute(statement)

    def manages(self, *commands: str) -> str:
        """Run commands of `manage.py` on the first node. Return the errors; nothing if all end with 0."""
        command = self.nodes[0].command([sys.executable, "-c", COMMANDS, *commands])
        environment = self.environment | {"DATABASE_URL": self.environment["DATABASE_URL"] + "_jobs"}
        done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True)
        return done.stderr[-1500:] if done.returncode else ""


def _get(url: str, *, seconds: float = 2) -> bytes:
    """Request a page without the proxies that the environment may name."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=seconds) as response:
        return response.read()
