"""Run django-helpdesk on the same PostgreSQL, in a temporary environment, to compare the portal with it.

It has its default settings except those in SETTINGS. It sends no e-mails, and its tickets for the list and the
escalation have no follow-ups; both make it faster.
"""

import os
import re
import secrets
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from psycopg import sql

from bench import load_client
from operations import child_processes
from operations.embedded_servers import find_free_port
from tests import databases

NAME = "django-helpdesk"
PACKAGES = ["django-helpdesk==2.6.1", "Django==6.1.3", "psycopg[binary]==3.3.9", "granian==2.8.7"]
SETTINGS = """
import os
SECRET_KEY = os.environ["PEER_KEY"]
DEBUG, ALLOWED_HOSTS, ROOT_URLCONF, SITE_ID = False, ["127.0.0.1"], "urls", 1
USE_TZ, TIME_ZONE, STATIC_URL = True, "Asia/Karachi", "/static/"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PEER_NAME"],
    "HOST": os.environ["PEER_HOST"], "USER": os.environ["PEER_USER"], "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
INSTALLED_APPS = ["django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes",
    "django.contrib.sessions", "django.contrib.messages", "django.contrib.staticfiles", "django.contrib.sites",
    "django.contrib.humanize", "rest_framework", "helpdesk"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {
    "context_processors": ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages"]}}]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
STATIC_ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "static")
LOGIN_URL, LOGIN_REDIRECT_URL = "helpdesk:login", "helpdesk:home"
HELPDESK_TEAMS_MODE_ENABLED = False
HELPDESK_PUBLIC_TICKET_QUEUE = "complaints"
HELPDESK_PUBLIC_TICKET_PRIORITY = 3
HELPDESK_PUBLIC_TICKET_DUE_DATE = ""
HELPDESK_REDIRECT_TO_LOGIN_BY_DEFAULT = False
LOGGING = {"version": 1, "disable_existing_loggers": True}
"""
URLS = """
from django.contrib import admin
from django.urls import include, path
urlpatterns = [path("admin/", admin.site.urls), path("", include("helpdesk.urls", namespace="helpdesk"))]
"""
WSGI = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "peer_settings"
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""
QUEUE = """
from helpdesk.models import Queue
Queue.objects.create(title="Complaints", slug="complaints", allow_public_submission=True, escalate_days=1)
"""
LISTED = """
    INSERT INTO helpdesk_ticket (title, description, submitter_email, status, priority, created, modified, on_hold,
        queue_id, secret_key)
    SELECT 'A complaint ' || number, 'My shop was broken into.', 'ayesha@example.com',
        CASE WHEN number %% %(one_in)s = 0 THEN 1 ELSE 4 END, 3, now() - number * interval '10 seconds', now(), FALSE,
        (SELECT min(id) FROM helpdesk_queue), md5(number::text)
    FROM generate_series(1, %(number)s) AS number
"""
SIGN_IN = """
from datetime import timedelta
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils.timezone import now
user = get_user_model().objects.create_user("bilal", is_staff=True)
data = {{SESSION_KEY: str(user.pk), HASH_SESSION_KEY: user.get_session_auth_hash(),
    BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend"}}
Session.objects.create(session_key="{key}", session_data=SessionStore().encode(data),
    expire_date=now() + timedelta(days=1))
"""
OVERDUE = """
from datetime import timedelta
from django.utils.timezone import now
from helpdesk.models import FollowUp, Queue, Ticket
FollowUp.objects.all().delete()
Ticket.objects.all().delete()
queue, created = Queue.objects.get(), now() - timedelta(days=9)
Ticket.objects.bulk_create(Ticket(queue=queue, title="A complaint", description="My shop was broken into.",
    submitter_email="ayesha@example.com", priority=3, created=created) for _ in range({number}))
Ticket.objects.update(created=created)
"""
ESCALATE = """
import time
from django.core.management import call_command
from helpdesk.models import Ticket
before = time.perf_counter()
call_command("escalate_tickets")
print(time.perf_counter() - before)
assert Ticket.objects.filter(priority=2).count() == {number}
"""
ROWS = "?draw=1&start=0&length=25&search[value]=&order[0][column]=0&order[0][dir]=asc"
CSRF, SESSION = secrets.token_hex(16), secrets.token_hex(16)


class Helpdesk:
    """A running django-helpdesk with its own database. It answers at `port` between `start` and `stop`."""

    prepare, serve = QUEUE, ()
    """Code that fills its database; further arguments of its web server."""

    def __init__(self, folder: Path, *, workers: int = 2, threads: int = 2):
        self.folder, self.size = folder, (workers, threads)
        self.port, self._child, self._name = find_free_port(), None, f"peer_{secrets.token_hex(4)}"
        self._owner_url = os.environ["TEST_OWNER_URL"]
        self._environment = dict(os.environ)

    def start(self) -> None:
        """Install it from the package index, create its database and start it."""
        venv.create(self.folder / "venv", with_pip=True)
        self.run("-m", "pip", "install", "--quiet", *PACKAGES)
        for name, text in {"peer_settings": SETTINGS, "urls": URLS, "peer_wsgi": WSGI}.items():
            (self.folder / f"{name}.py").write_text(text)
        with psycopg.connect(databases.at(self._owner_url, "postgres"), autocommit=True) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self._name)))
            self._environment |= {"PEER_HOST": server.info.host, "PEER_USER": server.info.user}
        self._environment |= {"PEER_NAME": self._name, "PEER_KEY": secrets.token_hex(32)}
        self._environment |= {"PYTHONPATH": str(self.folder), "DJANGO_SETTINGS_MODULE": "peer_settings"}
        self.run("-m", "django", "migrate", "--verbosity", "0")
        self.shell(self.prepare)
        command = [self.folder / "venv" / "bin" / "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        command += ["--port", self.port, "--workers", self.size[0], "--blocking-threads", self.size[1], "--no-ws"]
        command += [*self.serve, "peer_wsgi:application"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._child = child_processes.start_child(command, env=self._environment, cwd=self.folder, **quiet)
        child_processes.wait_until(self._answers, self._child, seconds=60)

    def stop(self) -> None:
        """Stop it and drop its database."""
        if self._child:
            child_processes.stop_child(self._child)
        databases.drop(self._owner_url, self._name)

    def run(self, *command: str) -> str:
        """Run its Python with these arguments and return the output."""
        python = self.folder / "venv" / "bin" / "python"
        options = {"cwd": self.folder, "env": self._environment, "check": True, "text": True}
        return subprocess.run([python, *command], stdout=subprocess.PIPE, **options).stdout

    def shell(self, code: str) -> str:
        """Run code with its models and return the output."""
        return self.run("-m", "django", "shell", "--verbosity", "0", "-c", code)

    def submission(self, text: str) -> bytes:
        """Return the request by which a visitor submits a ticket."""
        form = {"title": "A complaint", "body": text, "submitter_email": "ayesha@example.com"}
        return load_client.post_request(
            "/tickets/submit/", urlencode(form | {"csrfmiddlewaretoken": CSRF}), cookie=f"csrftoken={CSRF}"
        )

    def list_requests(self, *, tickets: int, open_ones: int) -> dict[str, bytes]:
        """Create tickets and a session, and return the requests of the ticket list: the page, then its rows."""
        parameters = {"number": tickets, "one_in": max(1, tickets // max(1, open_ones))}
        with psycopg.connect(databases.at(self._owner_url, self._name), autocommit=True) as database:
            database.execute(LISTED, parameters)
            database.execute("VACUUM ANALYZE")
        self.shell(SIGN_IN.format(key=SESSION))
        line, page = load_client.HttpConnection(self.port), load_client.get_request("/tickets/", SESSION)
        path = re.search(r'/datatables_ticket_list/[^"]+', line.send(page).body.decode())[0] + ROWS
        line.close()
        return {"page": page, "rows": load_client.get_request(path, SESSION)}

    def escalate(self, tickets: int) -> load_client.Sample:
        """Escalate overdue tickets. The start of the process is not measured."""
        self.shell(OVERDUE.format(number=tickets))
        seconds = float(self.shell(ESCALATE.format(number=tickets)).split()[-1])
        return load_client.Sample([1000 * seconds / tickets] * tickets, seconds)

    def _answers(self) -> bool:
        probe = ["-c", f"import urllib.request as r; r.urlopen('http://127.0.0.1:{self.port}/tickets/submit/')"]
        return subprocess.run([sys.executable, *probe], capture_output=True).returncode == 0


@contextmanager
def helpdesk() -> Iterator[Helpdesk]:
    """Run django-helpdesk with as many workers and threads as the portal."""
    with tempfile.TemporaryDirectory() as folder:
        running = Helpdesk(Path(folder))
        try:
            running.start()
            yield running
        finally:
            running.stop()
