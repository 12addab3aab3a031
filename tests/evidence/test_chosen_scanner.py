"""A package's scanner: its verdict counts, without one files stay hidden, and its errors reveal nothing."""

import pytest

from complaints.file_scanning import ScanResult, is_scanner_configured
from tests.evidence import samples
from tests.evidence.conftest import checked
from tests.world import clock


def by_mark(file) -> ScanResult:
    return ScanResult.VIRUS if samples.EICAR in file.read() else ScanResult.CLEAN


def failing(file):
    raise RuntimeError(f"cannot scan {file.read(10)}")


def undecided(file):
    return "clean"


@pytest.fixture
def chosen(settings):
    """A function that chooses the scanner of this file by its name."""

    def choose(name: str) -> None:
        settings.EVIDENCE_SCANNER = f"{__name__}.{name}"

    return choose


def test_its_verdict_counts_without_clamd(ayesha, chosen):
    assert not is_scanner_configured()
    before = checked(ayesha.gives("before.jpg", samples.photo()))
    chosen("by_mark")
    assert is_scanner_configured()
    assert not before.is_open  # it was shown unscanned, and waits for the new scanner
    bad = ayesha.gives("bad.jpg", samples.photo(comment=samples.EICAR))
    assert checked(bad).refused_because == "virus"
    before.refresh_from_db()
    assert (before.is_open, before.scanned_at) == (True, clock("09:05"))


@pytest.mark.parametrize("name", ["failing", "undecided", "no_such_function"])
def test_without_a_verdict_the_file_waits_and_is_scanned_again(ayesha, chosen, name, caplog):
    chosen(name)
    row = checked(ayesha.gives("a.jpg", samples.photo()))
    assert (row.state, row.is_open) == ("waiting", False)
    assert "cannot scan" not in caplog.text
    chosen("by_mark")
    assert checked(row).is_open
