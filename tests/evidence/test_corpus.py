"""The corpus of hostile files (tests/evidence/corpus), uploaded one by one.

The suite uploads a part of it. With HOSTILE_FILES=all (`make hostile-files`) it uploads everything and reports the most
expensive files.
"""

import os

import pytest

from complaints.models import Evidence
from complaints.queries.verification import verify_complaints
from tests.evidence import corpus, samples
from tests.evidence.corpus import viruses
from tests.evidence.corpus.case import SHOWN, case
from tests.evidence.handed_in import Counter
from tests.evidence.real_clamd import scanner

pytestmark = pytest.mark.slow

WHOLE = os.environ.get("HOSTILE_FILES") == "all"
EVERY = 18
LIGHTEST = 20
"""MB that the inspection of a good photo takes at least. Bubblewrap alone takes 6."""
GOOD = case("a good photo, at last", "a.jpg", samples.photo(), SHOWN)


@pytest.fixture
def counter(world, tmp_path, monkeypatch) -> Counter:
    return Counter(world, tmp_path / "weights", monkeypatch)


def test_the_corpus_is_large_and_no_two_files_have_one_name():
    labels = [one.label for one in corpus.everything()]
    assert len(labels) >= 500
    assert len(set(labels)) == len(labels)


def test_hostile_files_are_refused_or_shown_as_copies_that_do_no_harm(counter, capsys):
    """All originals are kept unchanged, the worker survives, and the history stays valid."""
    cases = corpus.everything() if WHOLE else corpus.few(every=EVERY)
    outcomes = [counter.takes(one) for one in [*cases, GOOD]]
    assert [str(one) for one in outcomes if one.wrong] == []
    assert outcomes[-1].memory > LIGHTEST
    assert not Evidence.objects.exclude(state__in=["shown", "refused"]).exists()
    assert [found for _, batch in verify_complaints() for found in batch] == []
    with capsys.disabled():
        _say(outcomes)


def test_no_virus_passes_the_scanner_and_nothing_unscanned_is_shown(counter, settings, capsys):
    """The copy also omits what the scanner does not see (comments of MP3s, files embedded in PDFs)."""
    with scanner() as there:
        settings.CLAMAV_URL = there.url
        cases = list(viruses.cases()) if WHOLE else list(viruses.cases())[::3]
        outcomes = [counter.takes(one) for one in [*cases, GOOD]]
    assert [str(one) for one in outcomes if one.wrong] == []
    assert "refused (virus)" in {one.state for one in outcomes}
    assert not Evidence.objects.filter(state="shown", scanned_at=None).exists()
    with capsys.disabled():
        _say(outcomes, f"scanned by {there.what}")


def test_while_the_scanner_is_away_none_of_it_is_shown(counter, settings):
    settings.CLAMAV_URL = "unix:///nowhere/clamd.ctl"
    outcome = counter.takes(GOOD)
    assert outcome.state == "waiting"
    assert counter._asked(Evidence.objects.get()).status_code == 404


def _say(outcomes, more: str = "") -> None:
    if not WHOLE:
        return
    states = {state: sum(one.state == state for one in outcomes) for state in sorted({one.state for one in outcomes})}
    print(f"\n{len(outcomes)} files {more}: {states}")
    for what, unit in (("memory", "MB"), ("seconds", "s of a processor")):
        for one in sorted(outcomes, key=lambda outcome: -getattr(outcome, what))[:5]:
            print(f"  {getattr(one, what):7.2f} {unit}: {one.case.label} ({one.state})")
