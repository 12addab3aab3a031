"""The systemd units: systemd accepts them, they stay hardened, and each queue of jobs has a worker."""

import configparser
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from config.celery import QUEUES as TASKS_OF_QUEUE
from config.celery import app
from deploy.steps.service_units import BACKUP_UNITS, QUEUES, UNITS_OF_ROLE, WEB_PORTS
from tests.databases import ROOT

FOLDER = ROOT / "deploy" / "systemd"
SERVICES = sorted(FOLDER.glob("*.service"))
# Exposure as `systemd-analyze security` adds it up. Without one of its lines of hardening a unit exceeds its figure.
WITH_SANDBOX, PLAIN = 4.1, 2.3
EXPOSURES = {
    "portal-web@.service": WITH_SANDBOX,
    "portal-worker@.service": WITH_SANDBOX,
    "portal-worker@inspection.service": WITH_SANDBOX,
    "portal-check.service": WITH_SANDBOX,
    "portal-beat.service": PLAIN,
    "portal-verify.service": PLAIN,
    "portal-files-backup.service": PLAIN,
    "portal-files-backup-verify.service": PLAIN,
}
STRANGERS = {"portal-backup.service", "portal-backup-verify.service"}
"""They run as postgres and reach its repository, wherever it is."""


@pytest.fixture(scope="module")
def systemd_analyze() -> str:
    """Debian's systemd-analyze, installed first if it is missing and may be."""
    subprocess.run([ROOT / "bin" / "debian", "systemd-analyze", "systemd"], capture_output=True)
    found = shutil.which("systemd-analyze")
    if not found:
        pytest.skip("systemd-analyze is missing and could not be installed (Debian: apt-get install systemd)")
    return found


def exposure(program: str, file: Path) -> float:
    """Return the sum of what systemd-analyze finds open in a unit's file, without a running systemd."""
    command = [program, "security", "--offline=true", "--json=short", "--threshold=100", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return round(sum(float(row["exposure"]) for row in json.loads(done.stdout) if row.get("exposure")), 1)


def section(file: Path, name: str = "Service") -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read(file)
    return parser[name]


def commands(file: Path) -> list[str]:
    """Return the ExecStart lines of a unit."""
    return re.findall(r"^ExecStart=(.*)$", file.read_text(), flags=re.MULTILINE)


def test_systemd_accepts_every_unit(systemd_analyze, tmp_path):
    """Only programs, users and folders that are not on this machine are replaced: the portal's, pgBackRest, restic."""
    made = []
    for file in sorted(FOLDER.glob("portal*.[st]*")):
        if file.suffix in (".service", ".timer"):
            name = file.name.replace("@.", "@8000.")
            text = re.sub(r"/srv/portal/app/(?:\.venv/)?bin/\S+", "/bin/true", file.read_text())
            text = text.replace("/srv/portal/app", "/tmp").replace("EnvironmentFile=/etc", "EnvironmentFile=-/etc")
            text = re.sub(r"/usr/bin/(?:pgbackrest|restic)\b", "/bin/true", text)
            (tmp_path / name).write_text(text)
            made.append(tmp_path / name)
    done = subprocess.run([systemd_analyze, "verify", "--man=no", *made], capture_output=True, text=True)
    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "portal" in line]
    assert ours == []


def test_each_unit_is_as_closed_as_it_was(systemd_analyze):
    found = {file.name: exposure(systemd_analyze, file) for file in SERVICES if file.name not in STRANGERS}
    assert found.keys() == EXPOSURES.keys()
    assert {name: value for name, value in found.items() if value > EXPOSURES[name]} == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        *("NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "PrivateDevices=yes"),
        *("RestrictSUIDSGID=yes", "SystemCallFilter=~", "ProtectHome=yes", "RestrictAddressFamilies="),
    ],
)
def test_a_unit_without_a_line_of_hardening_is_found(systemd_analyze, tmp_path, line):
    text = (FOLDER / "portal-web@.service").read_text()
    weaker = tmp_path / "portal-web@.service"
    weaker.write_text("\n".join(one for one in text.splitlines() if not one.startswith(line)) + "\n")
    assert exposure(systemd_analyze, weaker) > EXPOSURES["portal-web@.service"]


def test_the_worker_of_files_has_a_user_of_its_own_and_takes_their_jobs_only():
    unit = section(FOLDER / "portal-worker@inspection.service")
    assert (unit["User"], unit["Group"]) == ("portal-files", "portal-files")
    assert re.search(r"--queues (\S+)", unit["ExecStart"])[1] == "inspection"
    assert unit["ReadWritePaths"] == "/var/lib/portal/evidence"
    assert all(section(file)["User"] == "portal" for file in SERVICES if file.name.startswith("portal-web"))


def test_no_process_dumps_its_memory_and_those_that_open_files_may_make_namespaces():
    for file in SERVICES:
        if file.name not in STRANGERS:
            assert section(file)["LimitCORE"] == "0", file.name
    for name in ("portal-web@.service", "portal-worker@.service", "portal-worker@inspection.service"):
        assert not {"RestrictNamespaces", "ProtectKernelTunables", "ProtectProc"} & section(FOLDER / name).keys()


def test_every_enabled_unit_has_its_file():
    units = [*(unit for role in UNITS_OF_ROLE.values() for unit in role), *BACKUP_UNITS]
    missing = [
        unit for unit in units if not ({unit, re.sub("@[^.]*", "@", unit)} & {file.name for file in FOLDER.iterdir()})
    ]
    assert missing == []
    assert [
        unit for unit in units if unit.endswith(".timer") and not (FOLDER / unit).with_suffix(".service").exists()
    ] == []


def test_every_command_of_a_unit_exists():
    for file in SERVICES:
        for command in commands(file):
            if subcommand := re.search(r"manage\.py (\w+)", command):
                known = [*ROOT.glob(f"*/management/commands/{subcommand[1]}.py")]
                assert known or subcommand[1] == "check", command
            for program in re.findall(r"/srv/portal/app/(bin/\S+)", command):
                assert (ROOT / program).exists(), command


def test_the_example_of_a_firewall_is_understood():
    if not shutil.which("nft", path="/usr/sbin:/usr/bin") or os.geteuid():
        pytest.skip("nft is missing (Debian: apt-get install nftables), or this is not root")
    command = ["unshare", "--net", "nft", "--check", "--file", ROOT / "deploy" / "nftables.conf"]
    done = subprocess.run(command, capture_output=True, text=True)
    if "unshare failed" in done.stderr:
        pytest.skip("no network namespace can be made here")
    assert done.stderr == ""


def test_nginx_asks_the_web_servers_that_are_started():
    asked = re.findall(r"server 127\.0\.0\.1:(\d+) max_fails=0;", (ROOT / "deploy" / "nginx.conf").read_text())
    assert tuple(map(int, asked)) == WEB_PORTS


def test_every_queue_has_a_worker_and_every_worker_a_queue():
    assert set(app.amqp.queues) == set(QUEUES) == set(TASKS_OF_QUEUE)


def test_every_job_that_opens_uploaded_files_is_for_the_queue_of_inspection():
    inspections = {entry["task"] for name, entry in app.conf.beat_schedule.items() if name.startswith("inspect ")}
    assert set(TASKS_OF_QUEUE["inspection"]) == inspections
