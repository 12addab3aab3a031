"""Run the whole portal on servers that may be killed, and kill one part after the other.

Meanwhile the simulated services fail in one way after the other.
"""

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests import pgbouncer
from tests.browser.portal import Portal
from tests.databases import ROOT
from tests.faults.chatting import Broker, Postgres
from tests.faults.storm.keeper import Kept, waited_for
from tests.faults.storm.people import Door
from tests.faults.storm.standins import Mail, Meta, Texts, Weather
from tests.whatsapp.settings import SETTINGS

VICTIMS = (
    *("web", "one web worker", "worker", "one pool process", "beat", "broker"),
    *("postgresql by SIGKILL", "postgresql by SIGQUIT", "broker hangs", "postgresql hangs"),
)
WEATHERS = list(itertools.product((Weather.ERROR, Weather.HANG, Weather.CUT), ("mail", "texts", "meta")))
PROGRAMS = Path(sys.executable).parent
PATIENCE = 120  # seconds
COMMANDS = """import sys, django
from django.core.management import call_command
django.setup()
for command in sys.argv[1:]:
    call_command(command, stdout=sys.stderr)"""


@dataclass
class Storm:
    """A running portal and its faults. `folder`: evidence and logs. `kills`: how often each victim was killed.

    `pooled`: run the web server and the worker behind pgbouncer. `broker_class`: another kind of broker.
    `second_beat`: run another beat beside the first one.
    """

    folder: Path
    static_root: Path
    web_workers: int = 2
    pooled: bool = False
    broker_class: type = Broker
    second_beat: bool = False
    kills: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VICTIMS, 0))
    weathers: int = 0

    def __post_init__(self):
        self.fate = ThreadPoolExecutor(1)  # servers end with the thread that started them, so it stays to the end
        self.postgres, self.broker = Postgres(filled=False), self.broker_class(self.folder / "broker")
        self.pooler = None
        if self.pooled:
            self.pooler = pgbouncer.Pooler(self.postgres.clone.url, web_sessions=3)
        self.mail, self.texts, self.meta = Mail(), Texts(), Meta()
        self.portal = Portal(self.postgres.clone, static_root=self.static_root, folder=self.folder, **self._settings())
        self.door = Door(self.portal.port)
        environment = os.environ | self.portal.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        environment = pgbouncer.without_options(environment) if self.pooled else environment
        self.kept = {
            name: Kept(command, environment | self._database_of(name), self.folder / f"{name}.log")
            for name, command in self._commands().items()
        }

    def _database_of(self, name: str) -> dict[str, str]:
        """Return the database address of a process, if there are pools."""
        if self.pooler is None:
            return {}
        return {"DATABASE_URL": self.pooler.web_url if name == "web" else self.pooler.jobs_url}

    def _settings(self) -> dict[str, str]:
        return SETTINGS | {
            "DEMO": "false",
            "TRUSTED_PROXIES": "true",
            "LOG_LEVEL": "WARNING",
            **self.broker.settings,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "SMS_URL": self.texts.url,
            "WHATSAPP_GRAPH_URL": self.meta.url,
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
        }

    def _commands(self) -> dict[str, list]:
        """Return the commands of the processes, as in the runbook."""
        web = [PROGRAMS / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", self.portal.port]
        web += ["--workers", self.web_workers, "--blocking-threads", 4, "--no-ws", "--respawn-failed-workers"]
        web += ["--workers-kill-timeout", 30, "config.wsgi:application"]
        celery = [PROGRAMS / "celery", "--quiet", "-A", "config"]
        beats = ["beat", "second beat"] if self.second_beat else ["beat"]
        return {
            "web": web,
            "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING"],
            **{
                name: [*celery, "beat", "--schedule", self.folder / name, "--pidfile", "", "--loglevel", "WARNING"]
                for name in beats
            },
        }

    # --- Start and stop -----------------------------------------------------------------------------------------------

    def prepare(self, drafts: int) -> dict:
        """Create people, drafts and sessions (tests.faults.storm.prepared)."""
        command = [sys.executable, "-m", "tests.faults.storm.prepared", str(drafts)]
        surroundings = os.environ | self.portal.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return json.loads(done.stdout)

    def start(self) -> None:
        for one in self.kept.values():
            one.start()
        self.answers()

    def answers(self) -> None:
        """Wait until the portal is ready."""
        if waited_for(lambda: self.door.send("GET", "/readyz").status == 200, PATIENCE) is None:
            raise RuntimeError(f"the portal is not ready:\n{self.said('web')}")

    def said(self, name: str) -> str:
        """Return the end of a log."""
        return (self.folder / f"{name}.log").read_text(errors="replace")[-3000:]

    def close(self) -> None:
        self.door.over.set()
        for standin in (self.mail, self.texts, self.meta):
            standin.record.becomes(Weather.FINE)
        for one in self.kept.values():
            one.close()
        for standin in (self.mail, self.texts, self.meta):
            standin.close()
        self.broker.kill()
        if self.pooler:
            self.pooler.stop()
        self.postgres.close()
        self.fate.shutdown()

    # --- Faults -------------------------------------------------------------------------------------------------------

    def rages(
        self, *, until: threading.Event, victims: tuple, kills: int, pause: float, outage: float, hang: float
    ) -> None:
        """Kill one part after the other and change the weather, every `pause` seconds.

        `until`: ends it, but not before each victim was killed once, however early the work is done.
        `outage`: how long a server stays away. `hang`: how long a server hangs; a simulated service hangs over several
        kills.
        """
        weathers, lasts = itertools.cycle(WEATHERS), 0.0
        for number, victim in enumerate(itertools.islice(itertools.cycle(victims), kills), start=1):
            if time.monotonic() >= lasts:
                weather, name = next(weathers)
                self.weather_becomes(weather, name)
                lasts = time.monotonic() + hang * (weather is Weather.HANG)
            self.kill(victim, outage=hang if victim.endswith(" hangs") else outage)
            if until.wait(pause) and number >= len(victims):
                break
        self.clears_up()

    def weather_becomes(self, weather: Weather, name: str) -> None:
        """Let one simulated service fail in this way, and the others work."""
        self.clears_up()
        getattr(self, name).record.becomes(weather)
        self.weathers += 1

    def clears_up(self) -> None:
        for standin in (self.mail, self.texts, self.meta):
            if standin.record.weather is not Weather.FINE:
                standin.record.becomes(Weather.FINE)

    def kill(self, victim: str, *, outage: float) -> None:
        """Kill a victim, most of them by SIGKILL. Keepers restart processes; servers come back after the outage."""
        self.kills[victim] += 1
        match victim:
            case "one web worker":
                self.kept["web"].kill_one()
            case "one pool process":
                self.kept["worker"].kill_one()
            case "broker":
                self.broker.kill()
                time.sleep(outage)
                self.broker.start()
            case "postgresql by SIGKILL" | "postgresql by SIGQUIT":
                self.postgres.kill(signal.Signals[victim.split()[-1]])
                time.sleep(outage)
                self.postgres.start()
            case "broker hangs":
                self.broker.hang()
                time.sleep(outage)
                self.broker.go_on()
            case "postgresql hangs":
                stopped = self.postgres.hang()
                time.sleep(outage)
                self.postgres.go_on(stopped)
            case _:
                self.kept[victim].kill()

    # --- What it holds ------------------------------------------------------------------------------------------------

    def asks(self, question: str, *values) -> list[tuple]:
        """Return rows, as the database's owner; none while the database is away."""
        with suppress(psycopg.Error), psycopg.connect(self.postgres.clone.owner_url, connect_timeout=2) as owner:
            return owner.execute(question, values or None).fetchall()
        return []

    def number(self, question: str) -> int:
        """Return one number; -1 while the database is away."""
        return next(iter(self.asks(question)), (-1,))[0]

    def does(self, *statements: str) -> None:
        """Change rows, as the database's owner."""
        with psycopg.connect(self.postgres.clone.owner_url) as owner:
            for statement in statements:
                owner.execute(statement)

    def manages(self, *commands: str) -> str:
        """Run these commands of `manage.py`. Return the errors; nothing if all end with 0."""
        surroundings = os.environ | self.portal.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        done = subprocess.run(
            [sys.executable, "-c", COMMANDS, *commands], cwd=ROOT, env=surroundings, capture_output=True, text=True
        )
        return done.stderr[-1500:] if done.returncode else ""
