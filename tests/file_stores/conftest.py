"""Fixtures for the storages of files: a folder and a bucket, with the same tests on both.

The bucket is moto's, or that of another server if TEST_S3_URL names one (drills.s3).
"""

import os

import pytest
from django.conf import settings as portal_settings
from django.core.files.storage import storages

from operations.file_storage.storage_settings import FOLDER
from tests.evidence.conftest import at_draft, ayesha, draft, that_morning  # noqa: F401 (fixtures)
from tests.file_stores.s3_server import S3Server, running_moto


@pytest.fixture(scope="session")
def s3():
    """A running S3 server."""
    if url := os.environ.get("TEST_S3_URL"):
        yield S3Server(url, os.environ["TEST_S3_KEY"], os.environ["TEST_S3_SECRET"], encryption="")
        return
    with running_moto() as server:
        yield server


@pytest.fixture
def moto(s3) -> S3Server:
    """moto, whose answers the test may spoil."""
    if "TEST_S3_URL" in os.environ:
        pytest.skip("only moto's answers can be spoilt")
    yield s3
    s3.troubles.__init__()


@pytest.fixture
def folder_entry(tmp_path) -> dict:
    return {"BACKEND": FOLDER, "OPTIONS": {"location": str(tmp_path / "evidence")}}


@pytest.fixture
def bucket_entry(s3) -> dict:
    return s3.entry(s3.new_bucket())


@pytest.fixture
def use(settings):
    """Return a function: store evidence as an entry of STORAGES says, and return the storage."""

    def use(entry: dict):
        settings.STORAGES = portal_settings.STORAGES | {"evidence": entry}
        return storages["evidence"]

    return use


@pytest.fixture(params=["folder", "bucket"])
def entry(request) -> dict:
    """The entry of STORAGES of each kind of storage."""
    return request.getfixturevalue(f"{request.param}_entry")


@pytest.fixture
def store(entry, use):
    """Each kind of storage, in use."""
    return use(entry)
