"""DEMO and DEBUG start only on one person's own computer and a marked database, and answer only that computer."""

import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.http import HttpResponse
from environ import Env

from operations import demo_marker, unsafe_modes
from operations.fresh_secrets import new_secrets
from operations.mail_settings import mailer_settings
from tests.databases import ROOT
from tests.factories import OfficerFactory

PROGRAMS = Path(sys.executable).parent
LOCAL = {"SITE_URL": "http://127.0.0.1:8000", "ALLOWED_HOSTS": "127.0.0.1,localhost", "DEBUG": "false", "DEMO": "false"}
FOREIGN = {
    "SITE_URL": "https://complaints.example.org",
    "ALLOWED_HOSTS": "127.0.0.1,complaints.example.org",
    "CSRF_TRUSTED_ORIGINS": "https://complaints.example.org",
    "TRUSTED_PROXIES": "true",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "SMS_URL": "https://sms.example.org/send",
    "WHATSAPP_GRAPH_URL": "https://graph.facebook.com",
}
SERVERS = {
    "web": [PROGRAMS / "granian", "--interface", "wsgi", "--port", "0", "config.wsgi:application"],
    "worker": [PROGRAMS / "celery", "-A", "config", "worker", "--pool", "solo"],
    "beat": [PROGRAMS / "celery", "-A", "config", "beat", "--pidfile", "", "--schedule", "{folder}/beat"],
    "runserver": [sys.executable, ROOT / "manage.py", "runserver", "0"],
}
LOAD = [sys.executable, "-c", "import config.wsgi; print('started')"]


def start(command: list, **environment: str) -> str:
    """Return the output of a process that loads config.wsgi, or of a server that must refuse to start."""
    environment = os.environ | new_secrets() | LOCAL | environment
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90)
    said = done.stdout + done.stderr
    assert ("started" in said) == (done.returncode == 0)
    return said


@pytest.fixture
def local(settings):
    """The settings of a demo on this computer."""
    settings.DEMO, settings.SITE_URL, settings.ALLOWED_HOSTS = True, "http://127.0.0.1:8000", ["127.0.0.1", "[::1]"]
    return settings


@pytest.fixture
def unmarked(own_database):
    """A database that is not marked as a demo, like any real one."""
    with psycopg.connect(own_database.owner_url, autocommit=True) as owner:
        owner.execute(f"COMMENT ON DATABASE {own_database.name} IS NULL")
    return own_database


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["DEMO", "DEBUG"])
def test_an_unsafe_mode_starts_on_this_computer_and_a_marked_database(own_database, mode):
    assert "started" in start(LOAD, **{mode: "true"})


@pytest.mark.parametrize("mode", ["DEMO", pytest.param("DEBUG", marks=pytest.mark.slow)])
def test_an_unsafe_mode_is_refused_on_any_other_database(unmarked, mode):
    said = start(LOAD, **{mode: "true"})
    assert f"The portal does not start: {mode} is on, and the database is not marked" in said
    assert "Traceback" not in said


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["DEMO", "DEBUG"])
def test_each_setting_that_lets_strangers_in_or_messages_out_stops_the_start(own_database, mode):
    said = start(LOAD, **FOREIGN, WHATSAPP_ACCESS_TOKEN="a", **{mode: "true"})
    assert re.findall(rf"^The portal does not start: {mode} is on, and (\w+) ", said, re.MULTILINE) == [*FOREIGN]
    assert said.count("The portal does not start") == len(FOREIGN)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "https://complaints.example.org"),
        ("ALLOWED_HOSTS", ["*"]),
        ("ALLOWED_HOSTS", ["localhost", ".example.org"]),
        ("CSRF_TRUSTED_ORIGINS", ["https://complaints.example.org"]),
        ("TRUSTED_PROXIES", True),
        ("MAILERS", {"default": mailer_settings(Env.email_url_config("smtp://mail.example.org:25"))}),
        ("SMS_URL", "http://192.168.1.9/sms"),
        ("WHATSAPP_ACCESS_TOKEN", "a"),
    ],
)
def test_each_of_them_alone_is_enough(local, name, value):
    assert unsafe_modes.check_unsafe_modes_are_local() == []
    setattr(local, name, value)
    assert len(unsafe_modes.check_unsafe_modes_are_local()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("server", SERVERS)
def test_every_server_is_refused(unmarked, server, tmp_path):
    command = [str(part).format(folder=tmp_path) for part in SERVERS[server]]
    assert "DEMO is on, and the database is not marked as a demo's." in start(command, DEMO="true")


@pytest.mark.slow
def test_a_plain_http_site_is_refused_unless_it_is_local(own_database):
    assert "SITE_URL is not https." in start(LOAD, SITE_URL="http://complaints.example.org")
    assert "started" in start(LOAD, SITE_URL="https://complaints.example.org")
    assert "started" in start(LOAD)


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        *(("127.0.0.1", True), ("127.8.8.8", True), ("localhost", True), ("[::1]", True), ("::ffff:127.0.0.1", True)),
        *(("", False), ("*", False), (".localhost.example.org", False), ("192.168.1.2", False), ("0.0.0.0", False)),
    ],
)
def test_what_is_this_computer(host, is_here):
    assert unsafe_modes.is_loopback(host) == is_here


@pytest.mark.parametrize(
    "sent",
    [
        {"REMOTE_ADDR": "192.168.1.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_HOST": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_HOST": "complaints.example.org"},
    ],
    ids=str,
)
def test_only_requests_of_this_computer_are_answered(rf, settings, sent):
    settings.ALLOWED_HOSTS = ["*"]
    answer = unsafe_modes.LocalRequestsOnly(lambda request: HttpResponse("in"))
    assert answer(rf.get("/demo/", headers={"host": "127.0.0.1:8000"})).status_code == 200
    assert answer(rf.get("/demo/", **{"HTTP_HOST": "127.0.0.1:8000"} | sent)).status_code == 404


def test_a_database_in_use_cannot_become_a_demos(unmarked):
    call_command("mark_demo", verbosity=0)
    with psycopg.connect(unmarked.owner_url, autocommit=True) as owner:
        owner.execute(f"COMMENT ON DATABASE {unmarked.name} IS NULL")
    OfficerFactory()
    with pytest.raises(CommandError, match="holds officers or complaints"):
        call_command("mark_demo")
    with pytest.raises(demo_marker.DatabaseInUse):
        demo_marker.mark_as_demo(unmarked.owner_url)
