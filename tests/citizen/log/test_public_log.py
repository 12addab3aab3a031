"""The public log: what everybody sees, and what the holder of a receipt can prove without our help."""

import base64
import json
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.conf import settings

from citizen.filing.draft_addresses import draft_address
from complaints.models import Event, HourlyHead, WitnessSignature
from complaints.queries import public_log
from complaints.rules.etag import compose_etag
from complaints.rules.log import receipt_verification_code
from complaints.services.log.log_heads import publish_head
from complaints.services.log.log_seals import seal_events
from ledger import log_keys, signed_notes
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
    """Seal the events, and publish the head of an hour."""
    for hour in ("10:35", "11:00", "12:00"):
        seal_events(at=clock(hour), limit=4)
    publish_head(at=clock("12:02"))
    return receipt


def asks(visitor, etag, mark, at="+1d 09:00", **more):
    return visitor.posts("/log/receipt/", at, etag=etag, mark=mark, **more)


def program(folder, *arguments) -> subprocess.CompletedProcess:
    """Run the small checking program as a stranger would, without any of our code."""
    command = [sys.executable, "-I", str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_after_the_hour_the_receipt_is_in_the_public_log(sealed, ayesha):
    page = words(asks(ayesha, *sealed))
    assert "Your receipt is part of the log" in page
    assert "in the hour that began on 23 November 2026, 12:00" in page
    assert bytes(HourlyHead.objects.get().digest).hex() in page


def test_before_the_end_of_the_hour_it_waits(receipt, ayesha):
    assert "Come back in an hour" in words(asks(ayesha, *receipt, at="11:00"))


def read_proof(content: bytes) -> tuple[dict, list[str]]:
    """Return the facts in a proof, and its lines."""
    lines = content.decode().split("\n")
    return json.loads(base64.b64decode(lines[1].removeprefix("extra "))), lines


def forged_proof(content: bytes, change: Callable[[dict], dict]) -> str:
    """Return a proof with other facts."""
    facts, lines = read_proof(content)
    return "\n".join([lines[0], f"extra {base64.b64encode(json.dumps(change(facts)).encode()).decode()}", *lines[2:]])


def test_a_stranger_can_check_it_without_us(sealed, ayesha, tmp_path):
    for hour in range(13, 17):
        publish_head(at=clock(f"{hour}:02"))
    proof = asks(ayesha, *sealed, file="1")
    assert proof["Content-Disposition"] == 'attachment; filename="receipt.tlog-proof"'
    (tmp_path / "proof").write_bytes(proof.content)
    done = program(tmp_path, "proof", sealed[1], log_keys.public_key())
    assert done.returncode == 0, done.stderr
    assert f"in hour '2026-11-23T07:00:00+00:00' of the log {settings.LOG_ORIGIN}, which has 5" in done.stdout


def test_the_program_names_the_witnesses_who_have_signed_and_those_who_have_not(sealed, ayesha, tmp_path, settings):
    seed, stranger = b"\x02" * 32, signed_notes.witness_key("bar.example/witness", b"\x03" * 32)
    university = signed_notes.witness_key("university.example/witness", seed)
    settings.LOG_WITNESSES, settings.LOG_WITNESSES_NEEDED = [f"{university} https://university.example"], 1
    checkpoint = public_log.newest_checkpoint()
    line = signed_notes.cosign_note(public_log.note_of(checkpoint), university.name, seed, at=clock("12:03"))
    WitnessSignature.objects.create(checkpoint=checkpoint, witness=university.name, line=line, at=clock("12:03"))
    (tmp_path / "proof").write_bytes(asks(ayesha, *sealed, file="1").content)
    assert program(tmp_path, "proof", sealed[1], log_keys.public_key(), university).returncode == 0
    done = program(tmp_path, "proof", sealed[1], log_keys.public_key(), university, stranger)
    assert done.returncode == 1
    assert "signed by university.example/witness" in done.stdout
    assert "NOT SIGNED by bar.example/witness" in done.stdout
    page = words(ayesha.get("/log/"))
    assert "university.example/witness Signed hour 1 of the log on 23 November 2026, 12:03" in page


def test_the_program_finds_a_proof_that_is_none(sealed, ayesha, tmp_path):
    proof = asks(ayesha, *sealed, file="1").content
    for said, change in {
        "another receipt": lambda facts: facts | {"leaf": "00" * 32},
        "root of its hour": lambda facts: facts | {"steps": facts["steps"][1:]},
        "not an entry": lambda facts: facts | {"head": facts["head"].replace("2026-11-23", "2026-11-22")},
    }.items():
        (tmp_path / "proof").write_text(forged_proof(proof, change))
        done = program(tmp_path, "proof", sealed[1], log_keys.public_key())
        assert (done.returncode, said in done.stderr) == (1, True)


def test_a_proof_of_somebody_elses_log_is_refused_although_the_same_witness_signed_it(sealed, ayesha, tmp_path):
    """A witness signs many logs. A forger's log has whatever entries the forger likes."""
    ours, seed = log_keys.public_key(), b"\x02" * 32
    university = signed_notes.witness_key("university.example/witness", seed)
    proof = asks(ayesha, *sealed, file="1").content.decode()
    facts, note = proof.split("\n\n", 1)
    tree = signed_notes.TreeHead.parse(note)
    for name, key in (("attacker.example/log", b"\x09" * 32), (ours.name, b"\x09" * 32)):
        text = str(signed_notes.TreeHead(name, tree.size, tree.root))
        theirs = signed_notes.sign_note(text, name, key)
        forged = theirs.with_signatures([signed_notes.cosign_note(theirs, university.name, seed, at=clock("12:03"))])
        (tmp_path / "proof").write_text(f"{facts}\n\n{forged}")
        for given in ((ours, university), (university,)):
            done = program(tmp_path, "proof", sealed[1], *given)
            assert (done.returncode, done.stdout) == (1, "")
            assert "The log with this key has not signed it" in done.stderr


def test_the_proof_names_neither_the_complaint_nor_any_other(sealed, ayesha):
    proof = asks(ayesha, *sealed, file="1").content
    facts, lines = read_proof(proof)
    told = json.dumps(facts) + "\n".join(lines)
    others = [
        bytes(mac).hex() for mac in Event.objects.exclude(complaint__etag=sealed[0]).values_list("mac", flat=True)
    ]
    assert sealed[0] not in told
    assert not [mac for mac in others if mac in told]


def test_without_a_key_the_proof_ends_at_the_hour(receipt, ayesha, settings, tmp_path):
    settings.LOG_SIGNING_KEY = ""
    seal_events(at=clock("11:00"))
    publish_head(at=clock("12:02"))
    proof = asks(ayesha, *receipt, file="1").content
    assert read_proof(proof)[0]["head"] == HourlyHead.objects.get().text
    (tmp_path / "proof").write_bytes(proof)
    assert (
        "no proof of a signed log"
        in program(tmp_path, "proof", receipt[1], signed_notes.log_key("log", b"1" * 32)).stderr
    )
    assert ayesha.get("/log/checkpoint").status_code == 404
    assert "No independent witness signs this log yet" in words(ayesha.get("/log/"))


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


@pytest.mark.slow
def test_who_guesses_is_stopped_as_at_tracking(sealed, ayesha):
    answers = [asks(ayesha, sealed[0], f"{n:024d}").status_code for n in range(45)]
    assert 429 in answers


@pytest.mark.slow
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
    assert "Come back in an hour" in words(asks(Visitor(), complaint.etag, marks[0], at="11:00"))


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
    steps = read_proof(asks(ayesha, *sealed, file="1").content)[0]["steps"]
    assert 0 < len(steps) <= Event.objects.count().bit_length() + 1


def test_in_urdu_too(sealed, ayesha, bashir):
    assert bashir.language == "ur"
    assert "آپ کی رسید" in words(asks(bashir, *sealed, at="+1d 10:00"))
