"""What the public log commits to of an event, and what its leaf and its line reveal."""

import hashlib
import hmac
import json
from collections import defaultdict

import pytest
from django.conf import settings

from complaints.models import Event
from complaints.rules.log.public_lines import DETAILS, SHARED_KINDS, log_leaf, public_line
from complaints.workflow.table import KINDS

KEY = b"a key that nobody has"
MAC = b"\x07" * 32
BODY = {
    "v": 1, "at": "2026-11-23T04:05:00+00:00", "by": {"kind": "officer", "officer": 4, "posting": 9}, "complaint": 12,
    "cycle": 1, "facts": {"outcome": "relief_granted", "state": {"office": 3}}, "kind": "submit_report", "seq": 8,
    "words": None,
}  # fmt: skip
ETAG = "264819073555"


def line_of(**changes):
    return public_line(json.dumps(BODY | changes), etag=ETAG, mac=MAC, key=KEY)


def test_a_line_has_moment_kind_and_complaint_and_only_digests_of_the_rest():
    facts = json.loads(line_of().text)
    assert {name: facts[name] for name in ("v", "etag", "at", "kind", "by")} == {
        "v": 1, "etag": ETAG, "at": "2026-11-23T04:05:00+00:00", "kind": "submit_report", "by": "officer",
    }  # fmt: skip
    assert set(facts) == {"v", "etag", "at", "kind", "by", "detail", "words", "salt"}
    line = line_of()
    assert hashlib.sha256(line.detail_salt + line.detail.encode()).hexdigest() == facts["detail"]
    assert "relief_granted" not in line.text


def test_a_line_does_not_reveal_whether_there_is_a_text_or_a_detail():
    for line in (line_of(), line_of(words="0a" * 32), line_of(kind="close")):
        facts = json.loads(line.text)
        assert [len(facts[name]) for name in ("detail", "words", "salt")] == [64, 64, 32]
    assert json.loads(line_of(words="0a" * 32).text)["words"] == "0a" * 32


def test_nobody_without_the_key_finds_a_line_from_its_leaf():
    """A receipt under the duress word has the leaf of the real registration."""
    facts, other = json.loads(line_of().text), public_line(json.dumps(BODY), etag=ETAG, mac=MAC, key=b"another key")
    theirs = json.loads(other.text)
    assert not {facts[name] for name in ("detail", "words", "salt")} & {theirs[name] for name in theirs}
    assert log_leaf(MAC, line_of().text) == MAC + hashlib.sha256(line_of().text.encode()).digest()


@pytest.mark.parametrize("audience", ["citizen", "petition"])
def test_kinds_that_a_reader_is_told_in_one_sentence_share_a_name(audience):
    kinds = defaultdict(set)
    for name, kind in KINDS.items():
        if (sentence := getattr(kind.sentences, audience)) is not None:
            kinds[sentence if callable(sentence) else str(sentence)].add(SHARED_KINDS.get(name, name))
    assert [names for names in kinds.values() if len(names) > 1] == []


def test_every_kind_that_is_named_here_exists():
    assert {*SHARED_KINDS, *SHARED_KINDS.values(), *DETAILS} - {"call_failed"} <= KINDS.keys()
    assert "call_failed" not in KINDS


def test_the_leaves_below_a_head_are_those_of_a_second_implementation(world):
    """Written from the description in the decision, not from the code."""
    world.in_inquiry()
    for event in Event.objects.select_related("complaint"):
        body, link = json.loads(event.body), bytes(event.mac)
        secret = hmac.new(settings.CHAIN_KEY.encode(), b"line\x00" + link, hashlib.sha512).digest()
        detail = body["facts"].get(DETAILS.get(event.kind, ""), "")
        line = {
            "v": 1, "etag": event.complaint.etag, "at": body["at"], "by": body["by"]["kind"], "salt": secret[:16].hex(),
            "kind": SHARED_KINDS.get(event.kind, event.kind), "words": body["words"] or secret[32:].hex(),
            "detail": hashlib.sha256(secret[16:32] + detail.encode()).hexdigest(),
        }  # fmt: skip
        made = public_line(event.body, etag=event.complaint.etag, mac=link, key=settings.CHAIN_KEY.encode())
        assert made.text == json.dumps(line, sort_keys=True, separators=(",", ":"))
