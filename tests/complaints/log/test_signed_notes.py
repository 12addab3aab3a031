"""Signed notes: valid ones are read and verified, and everything else is refused."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import merkle
from ledger.signed_notes import (
    InvalidNote,
    SignedNote,
    TreeHead,
    VerifierKey,
    cosign_note,
    log_key,
    sign_note,
    witness_key,
)

LOG, WITNESS = "complaints.example/log", "university.example/witness"
SEED, WITNESS_SEED = b"\x01" * 32, b"\x02" * 32
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
TREE = TreeHead(LOG, 12, merkle.leaf_hash(b"root"))


@pytest.fixture
def note() -> SignedNote:
    return sign_note(str(TREE), LOG, SEED)


def test_a_note_is_read_as_it_is_written(note):
    cosigned = note.with_signatures([cosign_note(note, WITNESS, WITNESS_SEED, at=AT)])
    again = SignedNote.parse(str(cosigned))
    assert again == cosigned
    assert TreeHead.parse(again.text) == TREE
    assert log_key(LOG, SEED).signature_in(again)
    assert witness_key(WITNESS, WITNESS_SEED).signature_in(again).signed_at == AT


def test_a_key_is_read_as_it_is_written():
    for key in (log_key(LOG, SEED), witness_key(WITNESS, WITNESS_SEED)):
        assert VerifierKey.parse(str(key)) == key


def test_another_key_has_not_signed(note):
    assert log_key(LOG, WITNESS_SEED).signature_in(note) is None
    assert witness_key(LOG, SEED).signature_in(note) is None


def test_a_changed_text_makes_the_whole_note_wrong(note):
    changed = SignedNote(note.text.replace("12", "13"), note.signatures)
    with pytest.raises(InvalidNote, match="is wrong"):
        log_key(LOG, SEED).signature_in(changed)


def test_a_changed_time_makes_a_cosignature_wrong(note):
    signature = cosign_note(note, WITNESS, WITNESS_SEED, at=AT)
    later = type(signature)(signature.name, signature.raw[:11] + b"\xff" + signature.raw[12:])
    with pytest.raises(InvalidNote):
        witness_key(WITNESS, WITNESS_SEED).signature_in(note.with_signatures([later]))


@pytest.mark.parametrize(
    "text",
    ["", "a+b", "name+00000000+AAAA", f"{LOG}+deadbeef+{str(log_key(LOG, SEED)).split('+')[2]}", "a b+1+2", "+0+AQ=="],
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(InvalidNote):
        VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "log\n12\n",
        "log\n-1\nAAAA\n",
        "log\n012\n" + "A" * 43 + "=\n",
        "\n1\n" + "A" * 43 + "=\n",
        "log\n1\nAA\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(InvalidNote):
        TreeHead.parse(text)


@given(st.text(max_size=300))
def test_no_text_whatever_makes_more_than_a_refusal(text):
    for read in (SignedNote.parse, TreeHead.parse, VerifierKey.parse):
        try:
            read(text)
        except InvalidNote:
            continue


@pytest.mark.parametrize("line", ["", "- name AAAAAAAA", "— name", "— na me AAAAAAAA", "— name AAAA", "— name ****"])
def test_a_damaged_line_of_signatures_is_refused(note, line):
    with pytest.raises(InvalidNote):
        SignedNote.parse(f"{note.text}\n{line}\n")
