"""django-helpdesk beside us, in a throw-away environment: its public form, on the same server of the database.

What it measures against: a ticket of the public queue with a follow-up, by a visitor without an account, under
Django's usual middleware and the same granian. Its letters go nowhere, which is in its favour: it would send them
before it answers.
"""

import os
import secrets
import subprocess
import sys
import venv
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from psycopg import sql

from config import processes
from config.embedded import free_port
from tests import databases

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
Queue.objects.create(title="Complaints", slug="complaints", allow_public_submission=True)
"""
CSRF = secrets.token_hex(16)


class Helpdesk:
    """A running django-helpdesk; `port` answers until `stop`."""

    more_settings, prepare, serve = "", QUEUE, ()
    """Settings after those above; what is written into its database; what else its server is told."""

    def __init__(self, folder: Path, *, workers: int, threads: int):
        self.folder, self.size = folder, (workers, threads)
        self.port, self._child = free_port(), None
        self._environment = dict(os.environ)

    def start(self, owner_url: str) -> None:
        """Build it from the package index, give it a database of the server of this address, and start it."""
        venv.create(self.folder / "venv", with_pip=True)
        self._run("-m", "pip", "install", "--quiet", *PACKAGES)
        texts = {"peer_settings": SETTINGS + self.more_settings, "urls": URLS, "peer_wsgi": WSGI}
        for name, text in texts.items():
            (self.folder / f"{name}.py").write_text(text)
        self._environment |= self._database(owner_url)
        self._run("-m", "django", "migrate", "--verbosity", "0")
        self._run("-m", "django", "shell", "--verbosity", "0", "-c", self.prepare)
        command = [self._program("granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", self.port]
        command += ["--workers", self.size[0], "--blocking-threads", self.size[1], "--no-ws", *self.serve]
        command += ["peer_wsgi:application"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._child = processes.start(command, env=self._environment, cwd=self.folder, **quiet)
        processes.wait_until(self._answers, self._child, seconds=60)

    def stop(self) -> None:
        if self._child:
            processes.stop(self._child)

    def post(self, text: str) -> bytes:
        """The request by which a visitor hands a ticket in."""
        told = {"title": "A complaint", "body": text, "submitter_email": "ayesha@example.com"}
        body = urlencode(told | {"csrfmiddlewaretoken": CSRF})
        return (
            f"POST /tickets/submit/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken={CSRF}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    def _answers(self) -> bool:
        probe = ["-c", f"import urllib.request as r; r.urlopen('http://127.0.0.1:{self.port}/tickets/submit/')"]
        return subprocess.run([sys.executable, *probe], capture_output=True).returncode == 0

    def _database(self, owner_url: str) -> dict[str, str]:
        name = f"peer_{secrets.token_hex(4)}"
        with psycopg.connect(databases.at(owner_url, "postgres"), autocommit=True) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            told = {"PEER_NAME": name, "PEER_HOST": server.info.host, "PEER_USER": server.info.user}
        told |= {"PEER_KEY": secrets.token_hex(32), "PYTHONPATH": str(self.folder)}
        return told | {"DJANGO_SETTINGS_MODULE": "peer_settings"}

    def _program(self, name: str) -> Path:
        return self.folder / "venv" / "bin" / name

    def _run(self, *command: str) -> None:
        subprocess.run([self._program("python"), *command], cwd=self.folder, env=self._environment, check=True)
