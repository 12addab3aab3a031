"""The file by which a worker's container knows that the worker works."""

import subprocess

from celery import signals

from operations.containers import worker_health
from tests.databases import ROOT


def test_a_worker_that_can_receive_jobs_touches_its_file(tmp_path, monkeypatch):
    file = tmp_path / "alive"
    monkeypatch.setattr(worker_health, "ALIVE", str(file))
    signals.heartbeat_sent.send(sender=None)
    assert file.exists()


def test_without_a_file_and_on_a_full_disk_the_worker_goes_on(tmp_path, monkeypatch):
    for name in ("", str(tmp_path / "no folder" / "alive")):
        monkeypatch.setattr(worker_health, "ALIVE", name)
        signals.heartbeat_sent.send(sender=None)
    assert list(tmp_path.iterdir()) == []


def test_a_worker_is_unhealthy_once_its_file_is_old(tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "worker-alive").touch()
    assert healthy(tmp_path).returncode == 0
    subprocess.run(["touch", "-d", "2 minutes ago", folder / "worker-alive"], check=True)
    assert healthy(tmp_path).returncode != 0


def healthy(folder) -> subprocess.CompletedProcess:
    script = (ROOT / "deploy/container/run").read_text()
    script = script.replace("/run/portal", str(folder / "run")).replace("/srv/portal/app", str(folder))
    return subprocess.run(["sh", "-c", script, "run", "healthy"], check=False)
