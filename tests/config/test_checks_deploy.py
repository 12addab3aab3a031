"""What `check --deploy` and the start refuse in an installation; health checks under any host name."""

import os
import socket

import pytest
from django.core import checks
from django.db import connection

from operations import installation_checks, start_checks
from operations.fresh_secrets import new_secrets
from operations.new_environment import environment_files_for, write_new_file
from tests.config.test_checks import GOOD, complaint
from tests.databases import manage

PASSWORDS = "redis://portal_cache:one@localhost:6379/0", "unix://portal_cache:one@/run/redis.sock", "rediss://:one@h/0"
OPEN = "redis://localhost:6379/0", "redis://portal_cache@localhost/0", "redis+socket:///run/redis.sock", ""


@pytest.mark.django_db
def test_an_old_postgresql_stops_the_start(monkeypatch):
    assert installation_checks.check_database_version(databases=["default"]) == []
    monkeypatch.setattr(connection.features, "minimum_database_version", (99,))
    connection.close()  # the version is checked when a connection is made
    (error,) = installation_checks.check_database_version(databases=["default"])
    assert error.is_serious()
    assert error.msg.startswith("PostgreSQL 99 or later is required (found ")
    assert installation_checks.check_database_version(databases=[]) == []


@pytest.mark.django_db
def test_the_start_logs_a_warning_and_goes_on(monkeypatch, caplog):
    warning = checks.Warning("The role has no time limit.", hint="Run create_roles.", id="portal.W045")
    monkeypatch.setattr(start_checks.checks, "run_checks", lambda **_: [warning])
    monkeypatch.setattr(start_checks.bubblewrap, "protect_process", lambda: None)
    start_checks.run_start_checks()
    assert "The role has no time limit. Run create_roles." in caplog.text


@pytest.mark.parametrize("url", PASSWORDS)
def test_redis_with_a_password_is_accepted(url):
    assert installation_checks.is_redis_url_protected(url)


@pytest.mark.parametrize("url", OPEN)
def test_redis_without_one_stops_the_start(url, settings):
    settings.CACHE_URL = settings.BROKER_URL = url
    assert [error.msg for error in installation_checks.check_redis_passwords()] == [
        "CACHE_URL has no password.",
        "BROKER_URL has no password.",
    ]


@pytest.mark.slow
def test_the_start_names_it():
    assert "BROKER_URL has no password." in complaint(BROKER_URL="redis://localhost:6379/0")


def test_a_socket_that_others_reach_is_refused_and_a_private_one_is_not(tmp_path):
    path = tmp_path / "redis.sock"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        for folder_mode, mode, private in ((0o755, 0o777, False), (0o755, 0o770, True), (0o700, 0o777, True)):
            tmp_path.chmod(folder_mode)
            path.chmod(mode)
            assert installation_checks.is_redis_url_protected(f"unix://{path}") is private, (
                oct(folder_mode),
                oct(mode),
            )


@pytest.mark.slow
def test_a_relative_place_for_evidence_stops_the_start():
    assert "EVIDENCE_STORAGE is a relative path: media/evidence." in complaint(EVIDENCE_STORAGE="media/evidence")


def test_an_uncompiled_catalogue_is_named(settings, tmp_path):
    folder = tmp_path / "locale" / "ur" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source, compiled = folder / "django.po", folder / "django.mo"
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    source.write_text("")
    refused = "The catalogue locale/ur/LC_MESSAGES/django.po is not compiled."
    assert [error.msg for error in installation_checks.check_catalogues()] == [refused]
    compiled.write_text("")
    assert installation_checks.check_catalogues() == []
    os.utime(compiled, (1, 1))
    assert [error.msg for error in installation_checks.check_catalogues()] == [refused]


@pytest.mark.parametrize("hosts", [["portal.example"], ["*"], [".example"]])
def test_the_sites_own_name_has_to_be_answered(settings, hosts):
    settings.SITE_URL = "https://portal.example:8443"
    settings.ALLOWED_HOSTS = hosts
    assert installation_checks.check_allowed_hosts() == []
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    (error,) = installation_checks.check_allowed_hosts()
    assert error.msg == "ALLOWED_HOSTS refuses SITE_URL's own host: portal.example."


@pytest.mark.slow
def test_deploying_checks_the_name_too():
    said = complaint("--deploy", SITE_URL="https://elsewhere.example.org")
    assert "ALLOWED_HOSTS refuses SITE_URL's own host: elsewhere.example.org." in said
    assert "no issues" in manage(
        "check", "--deploy", **GOOD | new_secrets() | {"SITE_URL": "https://complaints.example.org"}
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_health_and_metrics_are_answered_by_address_and_by_http(client, settings, path):
    settings.ALLOWED_HOSTS, settings.METRICS_TOKEN, settings.SECURE_SSL_REDIRECT = ["portal.example"], "word", True
    for host in ("10.0.0.7:8000", "[::1]", "portal.example"):
        answer = client.get(path, headers={"Host": host, "Authorization": "Bearer word"})
        assert answer.status_code == 200, host
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]
        assert not answer.cookies
    assert client.post(path, headers={"Host": "10.0.0.7"}).status_code == 405
    assert client.get("/", headers={"Host": "10.0.0.7"}, secure=True).status_code == 400
    assert client.get(f"{path}/", headers={"Host": "10.0.0.7"}, secure=True).status_code == 400


@pytest.mark.slow
def test_new_settings_are_whole_and_nobody_elses(tmp_path):
    app, owner = environment_files_for("portal.example.net")
    values = dict(line.split("=", 1) for line in app.splitlines() if line and not line.startswith("#"))
    assert values["SITE_URL"] == "https://portal.example.net"
    assert values["DATABASE_OWNER_URL"] == ""
    assert owner.startswith("DATABASE_OWNER_URL=postgresql://portal_owner:")
    elsewhere = {
        "DATABASE_URL": r"postgresql://a:b\1@10.0.0.4/portal",
        "DATABASE_OWNER_URL": "postgresql://o:p@h/portal",
    }
    kept = environment_files_for("portal.example.net", elsewhere)
    assert f"\nDATABASE_URL={elsewhere['DATABASE_URL']}\n" in kept[0]
    assert kept[1] == "DATABASE_OWNER_URL=postgresql://o:p@h/portal\n"
    assert "o:p@h" not in kept[0]
    assert "no issues" in manage("check", "--deploy", **values | {"DATABASE_OWNER_URL": ""})
    file = tmp_path / "portal.env"
    write_new_file(file, app)
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(SystemExit, match="exists already"):
        write_new_file(file, "other")
    assert file.read_text() == app
