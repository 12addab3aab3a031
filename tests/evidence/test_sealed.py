"""Sealed files can be read only if complete and under their own key, and from any position."""

import os
import secrets

import pytest

from complaints.evidence import sealed_storage
from complaints.evidence.sealed_storage import BLOCK, DamagedFile, SealedFileReader
from operations.fresh_secrets import new_key

SIZES = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 3 * BLOCK + 17]


def kept(contents: bytes, purpose: str = "one") -> str:
    name = f"tests/{secrets.token_hex(8)}"
    parts = (contents[start : start + 100_000] for start in range(0, len(contents), 100_000))
    sealed_storage.save_sealed(name, parts, purpose=purpose)
    return name


def path(name: str) -> str:
    return sealed_storage.evidence_storage().path(name)


@pytest.mark.parametrize("size", SIZES)
def test_a_file_opens_as_it_was(size):
    contents = os.urandom(size)
    with SealedFileReader(kept(contents), purpose="one") as plain:
        assert plain.size == size
        assert plain.read() == contents


@pytest.mark.parametrize(("start", "stop"), [(0, 1), (BLOCK - 1, BLOCK + 1), (2 * BLOCK, 3 * BLOCK), (5, 9 * BLOCK)])
def test_any_part_opens_without_the_rest(start, stop):
    contents = os.urandom(3 * BLOCK + 17)
    with SealedFileReader(kept(contents), purpose="one") as plain:
        assert b"".join(plain.part(start, stop)) == contents[start:stop]


def test_another_purpose_opens_nothing():
    with pytest.raises(DamagedFile):
        SealedFileReader(kept(b"words"), purpose="two")


def test_a_file_that_is_gone_is_damaged():
    with pytest.raises(DamagedFile):
        SealedFileReader("tests/nothing", purpose="one")


@pytest.mark.parametrize("harm", ["altered", "cut in a block", "cut after a block", "blocks exchanged", "no mark"])
def test_an_altered_file_does_not_open(harm):
    name = kept(os.urandom(3 * BLOCK))
    with open(path(name), "rb") as file:
        whole = bytearray(file.read())
    step = BLOCK + 16
    start = len(whole) - 3 * step
    match harm:
        case "altered":
            whole[start + step + 5] ^= 1
        case "cut in a block":
            del whole[-5:]
        case "cut after a block":
            del whole[-step:]
        case "blocks exchanged":
            whole[start : start + step], whole[start + step : start + 2 * step] = (
                whole[start + step : start + 2 * step],
                whole[start : start + step],
            )
        case "no mark":
            whole[0] ^= 1
    with open(path(name), "wb") as file:
        file.write(whole)
    with pytest.raises(DamagedFile), SealedFileReader(name, purpose="one") as plain:
        plain.read()


def test_a_new_key_in_front_of_the_ring_leaves_old_files_readable(settings):
    name = kept(b"words")
    settings.FIELD_KEYS = [f"new:{new_key()}", *settings.FIELD_KEYS]
    with SealedFileReader(name, purpose="one") as plain:
        assert plain.read() == b"words"


def test_only_its_owner_may_read_the_file_on_the_disk():
    name = kept(b"words")
    assert os.stat(path(name)).st_mode & 0o777 == 0o600
    assert os.stat(os.path.dirname(path(name))).st_mode & 0o777 == 0o700


def test_a_file_that_is_written_again_takes_the_place_of_the_first(tmp_path):
    for words in (b"first", b"second"):
        sealed_storage.save_sealed("tests/same", [words], purpose="one")
    with SealedFileReader("tests/same", purpose="one") as plain:
        assert plain.read() == b"second"
    assert os.listdir(os.path.dirname(path("tests/same"))) == ["same"]
