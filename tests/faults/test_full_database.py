"""PostgreSQL's disk is full: writes are refused with a clear message, and with free space everything continues."""

import os
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from django.test import Client
from psycopg import sql

from citizen.filing.draft_addresses import draft_address
from complaints.models import Complaint, Draft, Event
from operations import child_processes, embedded_servers
from tests.citizen.conftest import TOLD, words
from tests.databases import at
from tests.signing_in import sign_in
from tests.world import build

pytestmark = pytest.mark.slow

DRAFT = "5f0c7b8e-58a2-4f0c-9d3b-0a4f6d1c2b3a"
OURS = {"Sec-Fetch-Site": "same-origin"}
TEXT = "They broke the lock of my shop at night and took the till."
MONITORING = "m" * 32
AS_MONITORING = {"Authorization": f"Bearer {MONITORING}"}
REFUSED = {"": "We cannot receive anything at the moment", "/ur": "اس وقت کچھ بھی وصول نہیں کیا جا سکتا"}


class SmallDisk:
    """A disk in memory for a database. The superuser moves the database to it."""

    def __init__(self, owner_url: str, name: str):
        self.name, self.server = (
            name,
            at(owner_url, "postgres").replace("portal_owner@", f"{embedded_servers.SUPERUSER}@"),
        )
        base = Path(tempfile.gettempdir()) / f"complaint-portal-tests-{os.geteuid()}"
        self.place = Path(tempfile.mkdtemp(prefix="small-", dir=base if base.exists() else None))
        self.filler = self.place / "filler"

    def mount(self) -> None:
        self.place.chmod(0o711)
        if os.geteuid():
            pytest.skip("only root can mount a small disk")
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m,mode=711", "tmpfs", self.place])
        if done.returncode:
            pytest.skip("a small disk cannot be mounted here")
        (self.place / "data").mkdir()
        child_processes.change_owner(self.place / "data")

    def takes(self, tablespace: str) -> None:
        """Move the database there. It must have no connections."""
        connections.close_all()
        with psycopg.connect(self.server, autocommit=True) as server:
            told = sql.Identifier(self.name), sql.Identifier(tablespace)
            server.execute(sql.SQL("ALTER DATABASE {} SET TABLESPACE {}").format(*told))

    def fill(self) -> None:
        with self.filler.open("wb") as filler:
            try:
                while True:
                    filler.write(bytes(4096))
                    filler.flush()
            except OSError:
                pass

    def free(self) -> None:
        self.filler.unlink()


@pytest.fixture
def disk(own_database):
    """The disk of the test's database. The superuser of the embedded server creates and drops its tablespace."""
    one = SmallDisk(own_database.owner_url, own_database.name)
    one.mount()
    try:
        with psycopg.connect(one.server, autocommit=True) as server:
            server.execute(sql.SQL("CREATE TABLESPACE small LOCATION {}").format(sql.Literal(str(one.place / "data"))))
        one.takes("small")
        yield one
        one.takes("pg_default")
        with psycopg.connect(one.server, autocommit=True) as server:
            server.execute("DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", "--lazy", one.place], check=True)
        one.place.rmdir()


def page(client: Client, step: str, *names: str, language: str = ""):
    """Send one page of the filing as the browser does."""
    address = draft_address(DRAFT)
    told = TOLD | {"text": TEXT, "key": address}
    path = f"{language}/complain/{address}/{step}/" if step else f"{language}/complain/"
    return client.post(path, {name: told[name] for name in ("key", *names)}, headers=OURS)


LAST = ("reach", "phone", "language", "checked")


@pytest.mark.parametrize("language", ["", "/ur"])
def test_ayesha_is_told_and_loses_nothing_and_files_once_there_is_room(disk, language, settings):
    settings.METRICS_TOKEN = MONITORING
    build()
    ayesha = Client(raise_request_exception=False)
    for step, field in (("", "category"), ("where", "district"), ("what", "text"), ("whom", "keep_from")):
        assert page(ayesha, step, field, language=language).status_code == 302
    disk.fill()
    refused = page(ayesha, "reach", *LAST, language=language)
    assert (refused.status_code, refused["Retry-After"]) == (503, "60")
    assert REFUSED[language] in words(refused)
    assert Client().get("/readyz", headers=AS_MONITORING).json()["database"] == "no room on its disk"
    assert Client().get("/readyz").status_code == 503
    disk.free()
    assert (Complaint.objects.unscoped("test").count(), Event.objects.count()) == (0, 0)
    assert Draft.objects.get().complaint is None
    assert Client().get("/readyz", headers=AS_MONITORING).json()["database"] == "ok"
    assert (
        page(ayesha, "reach", *LAST, language=language)["Location"]
        == f"{language}/complaint/{draft_address(DRAFT)}/receipt/"
    )
    assert Complaint.objects.unscoped("test").get().statement.text == TEXT


def test_bilal_reads_back_the_note_that_was_not_taken_and_those_that_were_are_there(disk):
    """A few notes still fit on pages that PostgreSQL has already allocated."""
    world = build()
    complaint = world.in_inquiry()
    bilal = sign_in(Client(raise_request_exception=False), world.bilal.officer)
    before, taken = Event.objects.count(), 0

    def note():
        told = {"words": TEXT * 20, "seen": complaint.events.count()}
        return bilal.post(f"/desk/complaints/{complaint.etag}/note/", told, headers=OURS)

    disk.fill()
    while (refused := note()).status_code == 302:
        taken += 1
        assert taken < 200
    assert refused.status_code == 503
    assert TEXT in words(refused)
    disk.free()
    assert Event.objects.count() == before + taken
    assert note().status_code == 302
