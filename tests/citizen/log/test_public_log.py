"""The public log: what everybody sees, and what the holder of a receipt can prove without our help."""

import json
import re
import subprocess
import sys

import pytest
from django.conf import settings

from citizen.filing.draft_addresses import draft_address
from complaints.models import DailyHead, Event
from complaints.rules import receipt_verification_code
from complaints.rules.etag import compose_etag
from complaints.services.log_checkpoints import publish_checkpoint
from complaints.services.log_seals import seal_events
from tests.citizen.conftest import Visitor, path_of, registered, words
from tests.secret_words import set_words
from tests.world import clock

PROGRAM = settings.BASE_DIR / "static" / "portal" / "check_receipt.py"
MARK = re.compile(r"Receipt verification code: ((?:\d{4} ){5}\d{4})")


@pytest.fixture
def receipt(world, ayesha):
    """Return Ayesha's E-tag and verification code. Others file before and after her."""
    world.in_inquiry(by="bashir")
    page = words(ayesha.get(path_of(ayesha.files("10:30"))))
    complaint = registered()[-1]
    for _ in range(3):
        world.complaint(at="10:40", by="bashir")
    return complaint.etag, MARK.search(page)[1]


@pytest.fixture
def sealed(receipt):
    """Seal the events and publish the daily checkpoint at midnight."""
    for hour in ("10:35", "11:00", "12:00"):
        seal_events(at=clock(hour), limit=4)
    publish_checkpoint(at=clock("+1d 00:10"))
    return receipt


def asks(visitor, etag, mark, at="+1d 09:00", **more):
    return visitor.posts("/log/receipt/", at, etag=etag, mark=mark, **more)


def program(folder, *arguments) -> subprocess.CompletedProcess:
    """Run the small checking program as a stranger would, without any of our code."""
    command = [sys.executable, "-I", str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_the_day_after_the_receipt_is_in_the_public_log(sealed, ayesha):
    page = words(asks(ayesha, *sealed))
    assert "Your receipt is part of the log" in page
    assert "sealed on 24 November 2026" in page
    assert bytes(DailyHead.objects.get().digest).hex() in page


def test_before_the_night_it_waits(receipt, ayesha):
    assert "Come back tomorrow" in words(asks(ayesha, *receipt, at="11:00"))


def test_a_stranger_can_reckon_it_without_us(sealed, ayesha, tmp_path):
    proof = asks(ayesha, *sealed, file="1")
    assert proof["Content-Disposition"] == 'attachment; filename="proof.json"'
    (tmp_path / "proof.json").write_bytes(proof.content)
    (tmp_path / "heads.txt").write_bytes(ayesha.get("/log/heads.txt").content)
    done = program(tmp_path, "proof.json", sealed[1], "heads.txt")
    assert done.returncode == 0, done.stderr
    assert bytes(DailyHead.objects.get().digest).hex() in done.stdout
    assert "2026-11-24" in done.stdout


def test_the_program_finds_a_proof_that_is_none(sealed, ayesha, tmp_path):
    told = json.loads(asks(ayesha, *sealed, file="1").content)
    for name, forged in {
        "another receipt": told | {"leaf": "00" * 32},
        "does not lead": told | {"steps": told["steps"][1:]},
        "not among": told | {"head": told["head"].replace("2026-11-24", "2026-11-25")},
    }.items():
        (tmp_path / "proof.json").write_text(json.dumps(forged))
        (tmp_path / "heads.txt").write_text(told["head"] + "\n")
        done = program(tmp_path, "proof.json", sealed[1], "heads.txt")
        assert (done.returncode, name in done.stderr) == (1, True)


def test_the_proof_names_neither_the_complaint_nor_any_other(sealed, ayesha):
    proof = asks(ayesha, *sealed, file="1").content.decode()
    others = [
        bytes(mac).hex() for mac in Event.objects.exclude(complaint__etag=sealed[0]).values_list("mac", flat=True)
    ]
    assert sealed[0] not in proof
    assert not [mac for mac in others if mac in proof]


def test_the_public_pages_say_nothing_of_how_much_there_is(sealed, ayesha):
    for path in ("/log/", "/log/heads.txt"):
        text = ayesha.get(path).content.decode()
        for secret in ("events", 'complaints"', str(registered()[0].etag)):
            assert secret not in re.sub(r"<(head|nav|footer)\b.*?</\1>", "", text, flags=re.DOTALL)


def test_a_wrong_mark_and_a_number_of_nobody_get_one_answer(sealed, ayesha, bashir):
    other = registered()[0].etag
    etag, mark = sealed
    pages = [asks(bashir, *told) for told in [(other, mark), (compose_etag(2026, 999_999_999), mark), (etag, "0" * 24)]]
    assert {page.status_code for page in pages} == {404}
    said = {re.sub(r'value="[^"]*"', "", words(page)) for page in pages}
    assert len(said) == 1
    assert "اس نمبر اور تصدیقی کوڈ کا کوئی کاغذ نہیں" in said.pop()


def test_who_guesses_is_stopped_as_at_tracking(sealed, ayesha):
    answers = [asks(ayesha, sealed[0], f"{n:024d}").status_code for n in range(45)]
    assert 429 in answers


def test_a_receipt_with_a_secret_word_has_its_mark_too_and_the_page_under_duress_the_same(world, ayesha):
    ayesha.files(reach="secret", secret="the blue mango tree", phone="")
    complaint = registered()[0]
    set_words(complaint.pk, duress_hash="my aunt's red door")
    path = f"/complaint/{draft_address(complaint.draft.pk)}/receipt/"
    marks = []
    for visitor, word in ((Visitor(), "the blue mango tree"), (Visitor(), "my aunt's red door")):
        visitor.posts(f"/track/{complaint.etag}/key/", "10:00", key=word)
        marks += MARK.findall(words(visitor.get(path, "10:01")))
    assert len(marks) == 2
    assert len(set(marks)) == 1
    assert "Come back tomorrow" in words(asks(Visitor(), complaint.etag, marks[0], at="11:00"))


def test_the_mark_follows_from_the_first_link_alone():
    assert (
        receipt_verification_code.verification_code_of(b"\x01" * 32)
        == receipt_verification_code.verification_code_of(b"\x01" * 32)
        != receipt_verification_code.verification_code_of(b"\x02" * 32)
    )
    assert re.fullmatch(
        r"(\d{4} ){5}\d{4}",
        receipt_verification_code.format_verification_code(
            receipt_verification_code.verification_code_of(b"\x01" * 32)
        ),
    )


def test_every_doubling_of_the_log_adds_one_step_at_most(sealed, ayesha):
    steps = json.loads(asks(ayesha, *sealed, file="1").content)["steps"]
    assert 0 < len(steps) <= Event.objects.count().bit_length() + 1


def test_in_urdu_too(sealed, ayesha, bashir):
    assert bashir.language == "ur"
    assert "آپ کی رسید" in words(asks(bashir, *sealed, at="+1d 10:00"))
