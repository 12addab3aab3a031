"""`verify_history --all` and `--since`: what they check and report, and their exit codes."""

import io
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from complaints.models import ChainHead
from complaints.queries.verification.head_check import head_of_row
from complaints.rules.log.hourly_head import head_to_file
from complaints.services.log.log_heads import publish_head
from complaints.services.log.log_seals import seal_events
from tests.world import clock


@pytest.fixture
def two_days(world):
    """A complaint on each of two days, sealed; a head after the first."""
    first = world.in_inquiry("10:00")
    seal_events(at=clock("11:00"))
    head = publish_head(at=clock("+1d 00:10"))
    world.complaint(at="+1d 09:00", by="bashir")
    seal_events(at=clock("+1d 10:00"))
    return first, head


def verify(*arguments) -> str:
    out = io.StringIO()
    call_command("verify_history", *arguments, "--processes=1", stdout=out, stderr=out)
    return out.getvalue()


def counted(said: str) -> tuple[int, int]:
    return tuple(map(int, re.search(r"(\d+) events and (\d+) seals", said).groups()))


def test_all_looks_at_the_whole_log(two_days):
    said = verify("--all")
    assert counted(said) == (5, 2)
    assert "links, words, seals and heads agree" in said


@pytest.mark.slow
def test_since_looks_at_what_was_sealed_since_a_day_or_a_head(two_days, tmp_path):
    _, head = two_days
    (tmp_path / "head.json").write_text(head_to_file(head_of_row(head)))
    assert counted(verify(f"--since={clock('+1d 00:00'):%Y-%m-%d}")) == (1, 1)
    assert counted(verify(f"--since={tmp_path / 'head.json'}")) == (1, 1)
    assert counted(verify(f"--since={clock('00:00') - timedelta(days=9):%Y-%m-%d}")) == (5, 2)


def test_what_is_found_is_named_and_ends_it_with_one(two_days):
    ChainHead.objects.update(seq=99)
    with pytest.raises(CommandError, match="findings") as failed:
        verify("--all")
    assert failed.value.returncode == 1


def test_a_head_of_another_log_is_none_of_this_one(two_days, tmp_path):
    _, head = two_days
    forged = head_to_file(head_of_row(head)).replace('"complaints":1', '"complaints":2')
    (tmp_path / "head.json").write_text(forged)
    with pytest.raises(CommandError, match="1 findings"):
        verify("--all", f"--head={tmp_path / 'head.json'}")


@pytest.mark.parametrize("text", ["yesterday", "no-such-file.json"])
def test_what_is_neither_a_day_nor_a_head_is_refused(two_days, text):
    with pytest.raises(CommandError, match="neither a day nor the file of an hourly head"):
        verify(f"--since={text}")
