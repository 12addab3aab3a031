"""A package's storage keeps evidence: it is named by the scheme of its address, and sealed files come back from it."""

from urllib.parse import urlsplit

import pytest
from django.core.files.storage import storages

from complaints.evidence import sealed_storage
from complaints.file_stores.durable_storage import DurableStorage
from complaints.file_stores.storage_interface import EvidenceStorage
from operations import extension_checks
from operations.extension_points import EVIDENCE_STORAGE
from operations.file_storage import bucket_checks
from operations.file_storage.storage_settings import storage_entry
from tests.example_packages import write_package

SOURCE = "from tests.file_stores.test_package_storage import Shelf\n"


class Shelf(DurableStorage):
    """A folder with the address of a package's storage: shelf://anything/path."""

    def __init__(self, *, address: str):
        super().__init__(urlsplit(address).path)


@pytest.fixture
def shelf(tmp_path, monkeypatch, settings):
    """The address of a package's storage that the settings name."""
    write_package(
        tmp_path, "shelves", entry_points={EVIDENCE_STORAGE.group: {"shelf": "shelves:Shelf"}}, __init__=SOURCE
    )
    monkeypatch.syspath_prepend(tmp_path)
    address = f"shelf://one{tmp_path}/evidence"
    settings.DEMO = settings.DEBUG = False
    settings.EVIDENCE_ADDRESSES = [address]
    settings.STORAGES = settings.STORAGES | {"evidence": storage_entry(address, None)}
    return address


def test_sealed_files_come_back_from_it(shelf, tmp_path):
    assert extension_checks.check_extensions() == []
    sealed_storage.save_sealed("originals/one", [b"what ", b"Ayesha sent"], purpose="test")
    assert b"Ayesha" not in (tmp_path / "evidence" / "originals" / "one").read_bytes()
    with sealed_storage.SealedFileReader("originals/one", purpose="test") as file:
        assert file.read() == b"what Ayesha sent"
    assert [file.name for file in storages["evidence"].stored_files()] == ["originals/one"]
    sealed_storage.delete_files("originals/one")
    assert not storages["evidence"].exists("originals/one")


def test_an_unknown_scheme_is_no_traceback_but_a_line(settings):
    settings.EVIDENCE_ADDRESSES = ["gs://bucket"]
    settings.STORAGES = settings.STORAGES | {"evidence": storage_entry("gs://bucket", None)}
    assert bucket_checks.check_evidence_buckets() == []
    (error,) = extension_checks.check_extensions()
    assert error.msg.startswith("EVIDENCE_STORAGE: no package offers 'gs'")


@pytest.mark.parametrize("missing", ["save", "open", "rewrite", "stored_files", "delete_unfinished"])
def test_a_class_without_one_of_the_methods_does_not_fit(missing):
    methods = {name: getattr(Shelf, name) for name in dir(Shelf) if not name.startswith("__") and name != missing}
    assert extension_checks.find_misfit(type("Partial", (), methods), EvidenceStorage) == f"it has no {missing}()"
