"""restic backs up the folder, as the runbook says, and brings it back."""

import os
import shutil
import subprocess

import pytest

from complaints.evidence.sealed_storage import SealedFileReader, save_sealed
from complaints.file_stores.durable_storage import UNFINISHED_FOLDER

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("restic") is None, reason="restic is not installed (Debian: restic)"),
]


def test_a_lost_folder_comes_back_without_what_was_unfinished(folder_entry, use, tmp_path):
    place = tmp_path / "evidence"
    use(folder_entry)
    contents = {f"originals/{number}": os.urandom(1000 * number) for number in range(1, 4)}
    for name, content in contents.items():
        save_sealed(name, [content], purpose=name)
    (place / UNFINISHED_FOLDER / ".half").write_bytes(b"half")
    surroundings = os.environ | {"RESTIC_REPOSITORY": str(tmp_path / "backup"), "RESTIC_PASSWORD": "long"}
    surroundings["RESTIC_CACHE_DIR"] = str(tmp_path / "cache")

    def restic(*arguments) -> None:
        subprocess.run(["restic", "--quiet", *arguments], env=surroundings, check=True)

    restic("init")
    restic("backup", "--exclude", UNFINISHED_FOLDER, str(place))
    restic("forget", "--keep-within", "35d", "--prune")
    shutil.rmtree(place)
    restic("restore", "latest", "--target", "/")
    assert not (place / UNFINISHED_FOLDER).exists()
    for name, content in contents.items():
        with SealedFileReader(name, purpose=name) as plain:
            assert plain.read() == content
