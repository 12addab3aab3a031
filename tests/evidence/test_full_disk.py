"""With a full disk, uploads are refused with a message and everything else works; later uploads succeed again."""

import json
import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as portal_settings
from django.core.files.uploadedfile import SimpleUploadedFile

from citizen.filing.draft_addresses import draft_address
from complaints import evidence
from complaints.models import Draft, Evidence
from tests.citizen.conftest import words
from tests.evidence.conftest import PHOTO, rows
from tests.world import clock

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("that_morning")]
SAID = "We cannot accept files right now."
TEXT = "They broke the lock of my shop at night."


@contextmanager
def tiny(folder: Path, kilobytes: int):
    """Mount a disk of this size at this path."""
    folder.mkdir(exist_ok=True)
    if os.geteuid():
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture
def small_disk(settings, tmp_path):
    """A storage with less space than the photo needs. `grows()` provides enough."""
    place = tmp_path / "small"
    stored = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(place)}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": stored}
    with tiny(place, 16):
        yield lambda: subprocess.run(["mount", "-o", "remount,size=8m", place], check=True)


def sends(visitor, path: str):
    """The form of the page about what happened, with a photo, as a browser without JavaScript sends it."""
    photo = SimpleUploadedFile("shop.jpg", PHOTO, "image/jpeg")
    return visitor.client.post(path, {"text": TEXT, "evidence": photo})


def test_a_form_keeps_the_words_and_says_why_the_file_did_not_come(at_draft, small_disk, tmp_path):
    path = f"/complain/{draft_address(Draft.objects.get().pk)}/what/"
    refused = sends(at_draft, path)
    assert refused.status_code == 422
    assert SAID in words(refused)
    assert TEXT in words(refused)
    assert rows() == []
    assert [one for one in (tmp_path / "small").rglob("*") if one.is_file()] == []
    small_disk()
    assert sends(at_draft, path).status_code == 302
    assert rows() == [("shop.jpg", "checking")]


def test_a_script_goes_on_where_it_stood_once_there_is_room(at_draft, small_disk):
    told = json.loads(at_draft.begins(size=len(PHOTO)).content)
    full = at_draft.sends(told["piece"], 0, PHOTO)
    assert full.status_code == 507
    assert SAID in json.loads(full.content)["words"]
    assert at_draft.client.head(told["piece"])["Upload-Offset"] == "0"
    small_disk()
    assert at_draft.sends(told["piece"], 0, PHOTO)["Upload-Done"] == "1"
    assert rows() == [("shop.jpg", "checking")]


def test_a_file_that_has_come_is_sealed_once_there_is_room(at_draft, small_disk, tmp_path):
    told = json.loads(at_draft.begins(size=len(PHOTO)).content)
    subprocess.run(["mount", "-o", f"remount,size={len(PHOTO) * 3 // 2 // 1024}k", tmp_path / "small"], check=True)
    assert at_draft.sends(told["piece"], 0, PHOTO)["Upload-Offset"] == str(len(PHOTO))
    assert Evidence.objects.get().state == Evidence.State.COMING
    small_disk()
    evidence.inspect_waiting_files(at=clock("09:10"))
    assert Evidence.objects.get().state == Evidence.State.SHOWN


def test_the_disk_of_temporary_files_is_full(at_draft, tmp_path, monkeypatch):
    """Uploads above one megabyte are stored there while the form is parsed."""
    large = SimpleUploadedFile("shop.jpg", PHOTO + bytes(2_000_000), "image/jpeg")
    with tiny(tmp_path / "temporary", 64):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
        path = f"/complain/{draft_address(Draft.objects.get().pk)}/what/"
        refused = at_draft.client.post(path, {"text": TEXT, "evidence": large})
    assert refused.status_code == 422
    assert SAID in words(refused)
    assert TEXT in words(refused)
    assert rows() == []
