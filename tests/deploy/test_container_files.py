"""The container files: every service is confined, every queue has a worker, secrets go where they are needed only."""

import os
import re
import shutil
import stat
import subprocess

import pytest
import yaml
from cryptography import x509

from operations.containers.container_secrets import container_secrets, write_container_secrets
from tests.databases import ROOT

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
QUEUES = {"sweep", "messages", "whatsapp", "events", "inspection", "reports"}


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_confined(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges" in service["security_opt"]
    assert not {"privileged", "network_mode", "cap_add", "pid"} & service.keys()
    assert service["restart"] == ("no" if name == "init" else "always")


def test_each_queue_has_a_worker_and_there_is_one_beat():
    commands = {name: service["command"] for name, service in SERVICES.items() if "command" in service}
    assert {command[1]: name for name, command in commands.items() if command[0] == "worker"} == {q: q for q in QUEUES}
    assert [command for command in commands.values() if command[0] != "worker"] == [["web"], ["beat"], ["init"]]


def test_secrets_go_only_where_they_are_needed():
    holders = {
        secret: {name for name, one in SERVICES.items() if secret in one.get("secrets", ())}
        for secret in COMPOSE["secrets"]
    }
    assert holders["owner.env"] == {"init"}
    assert holders["postgres-password"] == {"init", "postgres"}
    assert holders["tls-key.pem"] == {"nginx"}
    assert holders["portal.env"] == {"web", "beat", "init"} | QUEUES
    assert set(COMPOSE["secrets"]) | {"metrics-token"} == set(container_secrets("complaints.example.org"))


def test_databases_are_not_reachable_from_outside():
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"nginx"}
    assert all(SERVICES[name]["networks"] == ["inside"] for name in ("postgres", "valkey", "init", "pgbouncer"))


def test_the_image_runs_as_nobody_special_and_knows_its_health():
    text = (ROOT / "Containerfile").read_text()
    last = text.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    assert "ARG BASE=docker.io/library/debian:trixie-slim" in text
    assert "-dev" not in re.sub(r"requirements\S+", "", last)
    stages = (ROOT / "deploy/container/services.Containerfile").read_text().split("\nFROM ")[1:]
    assert [("USER root" in stage, "USER " in stage, "HEALTHCHECK" in stage) for stage in stages] == [
        (False, True, True)
    ] * 4


def test_the_secrets_fit_together_and_the_folder_is_closed(tmp_path):
    files = container_secrets("complaints.example.org", port=8443)
    folder = tmp_path / "secrets"
    write_container_secrets(folder, files)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    portal = files["portal.env"]
    assert "SITE_URL=https://complaints.example.org:8443\n" in portal
    assert "ALLOWED_HOSTS=complaints.example.org\n" in portal
    assert re.search(r"^DATABASE_URL=postgresql://portal_app:\S+@postgres/portal$", portal, re.MULTILINE)
    assert re.search(r"^BROKER_URL=redis://portal_broker:\S+@valkey:6379/0$", portal, re.MULTILINE)
    assert "localhost" not in "".join(re.findall(r"^\w+_URL=.*$", portal + files["owner.env"], re.MULTILINE))
    assert f"METRICS_TOKEN={files['metrics-token']}\n" in portal
    assert "HASH" not in files["valkey.acl"]
    certificate = x509.load_pem_x509_certificate(files["tls-certificate.pem"].encode())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["complaints.example.org"]
    with pytest.raises(SystemExit, match=r"exists already\. Nothing is changed"):
        write_container_secrets(folder, container_secrets("other.example.org"))
    assert (folder / "portal.env").read_text() == portal


def test_the_run_script_names_its_commands_and_refuses_others(tmp_path):
    for name in ("run", "init", "postgres", "nginx"):
        script = ROOT / "deploy/container" / name
        assert os.access(script, os.X_OK)
        assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    text = (ROOT / "deploy/container/run").read_text().replace("cd /srv/portal/app", f"cd {tmp_path}")
    done = subprocess.run(["sh", "-c", text, "run", "nonsense"], capture_output=True, text=True, check=False)
    assert done.returncode == 64
    assert "The commands are web, worker QUEUE, beat, init" in done.stderr
    done = subprocess.run(["sh", "-c", text, "run", "worker"], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Say which queue" in done.stderr


def test_nothing_in_the_owners_secrets_is_run(tmp_path):
    """`init` reads its line. With a program of ours in place of Python, the first command shows what it got."""
    address = "postgresql://portal_owner:o$(touch ran)`touch ran`@postgres/portal"
    (tmp_path / "owner.env").write_text(f"# the owner\nDATABASE_OWNER_URL={address}\ntouch ran\n")
    (tmp_path / "postgres-password").write_text("p")
    (tmp_path / ".venv/bin").mkdir(parents=True)
    program = tmp_path / ".venv/bin/python"
    program.write_text('#!/bin/sh\n[ "$2" != migrate_online ] || printf "%s" "$DATABASE_OWNER_URL" >got\n')
    program.chmod(0o755)
    script = (ROOT / "deploy/container/init").read_text()
    for folder in ("/run/secrets", "/run/portal"):
        script = script.replace(folder, str(tmp_path))
    subprocess.run(["sh", "-c", script], cwd=tmp_path, check=True, env=os.environ | {"LISTS": str(tmp_path)})
    assert (tmp_path / "got").read_text() == address
    assert not (tmp_path / "ran").exists()


def test_rsyslog_accepts_the_example_for_shipping_logs():
    if not (rsyslogd := shutil.which("rsyslogd", path=f"{os.environ['PATH']}:/usr/sbin")):
        pytest.skip("rsyslogd is not installed (Debian's packages rsyslog and rsyslog-gnutls)")
    file = ROOT / "deploy/monitoring/rsyslog-portal.conf"
    done = subprocess.run([rsyslogd, "-N1", "-f", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
