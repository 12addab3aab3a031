"""What keeps the demo or its set-up from running is reported in one line that says what to do."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from operations.database import database_roles
from operations.demo_launcher import demo_servers, table_versions
from operations.demo_launcher.demo_folder import DemoFolder
from operations.embedded_servers import CannotStart, find_free_port
from tests import databases
from tests.databases import ROOT

MOUNTS = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]


def in_own_mounts(*lines: str, cwd: Path = ROOT) -> subprocess.CompletedProcess:
    """Run lines of a shell in a mount namespace of their own. Skip the test if the system refuses one."""
    if shutil.which("unshare") is None or subprocess.run([*MOUNTS, "true"], capture_output=True).returncode:
        pytest.skip("no mount namespace can be made here")
    command = [*MOUNTS, "sh", "-ec", "\n".join(lines)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)


@pytest.fixture
def place():
    place = DemoFolder(find_free_port())
    yield place
    place.forget()


def demo(port: int) -> str:
    return f"exec {sys.executable} -m operations.demo_launcher --port {port}"


@pytest.mark.slow
def test_a_full_disk(place):
    done = in_own_mounts(f"mount -t tmpfs -o size=10m tmpfs {place.folder}", demo(place.port))
    assert (done.returncode, done.stderr) == (1, "demo: the disk is full: free a gigabyte and try again\n")


@pytest.mark.slow
def test_a_read_only_folder(place):
    folder = place.folder.parent
    read_only = f"mount --bind {folder} {folder} && mount -o remount,bind,ro {folder}"
    done = in_own_mounts(read_only, demo(find_free_port()))
    assert done.returncode == 1
    assert done.stderr.startswith(f"demo: cannot write to {folder}")
    assert "give yourself the right to write there" in done.stderr
    assert done.stderr.count("\n") == 1


def launch(place, *more: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "operations.demo_launcher", "--port", str(place.port), *more]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


@pytest.mark.slow
@pytest.mark.parametrize("record", [None, {"complaints/migrations/0001_initial.py": "another"}])
def test_tables_that_another_version_made(place, record):
    """Migrations are changed in place until the first release; the jobs of such a demo would fail."""
    if record:
        (place.folder / table_versions.RECORD).write_text(json.dumps(record))
    else:
        place.create_socket_folder()
        place.data.mkdir()
    done = launch(place)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"delete its data with `make demo-reset PORT={place.port}`" in done.stderr
    assert launch(place, "--reset").returncode == 0
    assert not table_versions.has_outdated_tables(place)


def test_tables_of_this_version_and_new_migrations_are_no_reason(place):
    table_versions.record_migrations(place)
    record = place.folder / table_versions.RECORD
    assert not table_versions.has_outdated_tables(place)
    known = json.loads(record.read_text())
    known.popitem()
    record.write_text(json.dumps(known))
    assert not table_versions.has_outdated_tables(place)


@pytest.fixture
def under_c(request):
    """The owner's address of an empty database with the locale C, on the embedded server."""
    owner_url, name = os.environ["TEST_OWNER_URL"], databases.new_name("under_c")
    with psycopg.connect(databases.at(owner_url, "postgres"), autocommit=True) as server:
        owner = database_roles.role_name_of(owner_url)
        database_roles.create_database(server, name=name, owner=owner, template="template0", locale="C")
    yield databases.at(owner_url, name)
    databases.drop(owner_url, name)


def test_a_database_under_the_locale_c(under_c):
    with pytest.raises(CannotStart, match=r'^the locale of the database ".*" finds no Urdu words: .* createdb '):
        demo_servers.prepare_given_database(under_c, under_c)


def test_a_database_of_an_old_postgresql(own_database, monkeypatch):
    """No package has a version that is too old any more, so the test raises the required version."""
    monkeypatch.setattr(demo_servers, "OLDEST", 99)
    with pytest.raises(CannotStart, match=r"^DATABASE_URL names PostgreSQL \d+: use 99 or newer, or leave"):
        demo_servers.prepare_given_database(own_database.owner_url, own_database.url)


def test_a_database_that_is_not_there():
    url = f"postgresql://nobody@127.0.0.1:{find_free_port()}/portal"
    with pytest.raises(CannotStart, match=r"^the database of DATABASE_URL refuses, check that address: ") as refused:
        demo_servers.prepare_given_database(url, url)
    assert "\n" not in str(refused.value)


@pytest.fixture
def checkout(tmp_path):
    """Copy what the set-up needs of a checkout. Create a folder of programs that has no Python and no uv."""
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "bin" / "setup", tmp_path / "bin")
    shutil.copy(ROOT / "requirements-dev.txt", tmp_path)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("sh", "dirname", "awk", "df", "rm", "cmp", "flock", "cat"):
        if found := shutil.which(name):
            (programs / name).symlink_to(found)
    return tmp_path


def set_up(checkout: Path) -> str:
    """Run the set-up with these programs only. Return its output after it failed."""
    environment = {"PATH": str(checkout / "programs")}
    done = subprocess.run(["bin/setup"], cwd=checkout, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    return done.stderr


def test_no_python(checkout):
    assert set_up(checkout) == (
        "set-up: no Python was found: install Python 3.12 or newer (on Debian 13: apt install python3-venv) "
        "and try again.\n"
    )


def test_a_python_without_its_debian_package_for_environments(checkout):
    """Debian's python3 without python3-venv, which refuses `-m venv`, and without pip."""
    python = checkout / "programs" / "python3"
    python.write_text('#!/bin/sh\n[ "$1" = -c ]\n')
    python.chmod(0o755)
    assert set_up(checkout) == (
        "set-up: python3 has no venv module: install it (on Debian: apt install python3-venv) and try again.\n"
    )


def test_a_set_up_on_a_full_disk(checkout):
    small = checkout / "small"
    small.mkdir()
    copied = f"cp -r {checkout / 'bin'} {checkout / 'requirements-dev.txt'} {small}"
    done = in_own_mounts(f"mount -t tmpfs -o size=10m tmpfs {small}", copied, f"cd {small} && exec bin/setup")
    assert (done.returncode, done.stderr) == (
        1,
        "set-up: the disk is full: the packages need 1.2 GB. Free that much and try again.\n",
    )


def test_a_set_up_in_a_read_only_folder(checkout):
    read_only = f"mount --bind {checkout} {checkout} && mount -o remount,bind,ro {checkout}"
    done = in_own_mounts(read_only, f"cd {checkout} && exec bin/setup")
    assert done.returncode == 1
    assert done.stderr.startswith(f"set-up: cannot write to {checkout}: give yourself the right to write there")
    assert done.stderr.count("\n") == 1
