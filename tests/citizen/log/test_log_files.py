"""The public log as files: checkpoint, tiles and entries agree with each other and with the heads."""

from datetime import timedelta

import pytest

from complaints.models import HourlyHead
from complaints.services.log.log_heads import publish_head
from ledger import log_keys, log_tiles, merkle
from ledger.signed_notes import SignedNote, TreeHead
from tests.citizen.conftest import Visitor
from tests.world import clock


@pytest.fixture
def visitor(world) -> Visitor:
    """A visitor of a log of eleven hours."""
    for hour in range(11):
        publish_head(at=clock("00:02") + timedelta(hours=hour))
    return Visitor()


def test_the_checkpoint_is_signed_and_states_the_root_of_the_tiles(visitor):
    answer = visitor.get("/log/checkpoint")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    note = SignedNote.parse(answer.content.decode())
    assert log_keys.public_key().signature_in(note)
    tree = TreeHead.parse(note.text)
    tile = visitor.get("/log/tile/0/000.p/11").content
    hashes = [tile[start : start + 32] for start in range(0, len(tile), 32)]
    assert (tree.size, tree.root) == (11, merkle.tree_root(hashes))


def test_each_entry_hashes_to_its_place_in_the_tile(visitor):
    bundle = visitor.get("/log/tile/entries/000.p/11").content
    entries = [text.encode() for text in HourlyHead.objects.order_by("number").values_list("text", flat=True)]
    assert bundle == log_tiles.entry_bundle(entries)
    assert visitor.get("/log/tile/0/000.p/11").content == b"".join(map(merkle.leaf_hash, entries))


def test_a_tile_may_be_kept_for_ever_and_a_checkpoint_may_not(visitor):
    assert "immutable" in visitor.get("/log/tile/0/000.p/5")["Cache-Control"]
    assert visitor.get("/log/checkpoint")["Cache-Control"] == "public, max-age=5"


@pytest.mark.parametrize(
    "path",
    [
        "0/000", "0/000.p/12", "0/000.p/0", "0/000.p/256", "0/000.p/1000", "0/001.p/1", "1/000.p/1", "6/000.p/1",
        "0/0.p/1", "0/x000/000.p/1", "0/abc", "0/000.p/", "entries/000", "entries/000.p/12", "entries/001.p/1",
    ],
)  # fmt: skip
def test_what_is_no_tile_of_this_tree_is_not_found(visitor, path):
    assert visitor.get(f"/log/tile/{path}").status_code == 404


def test_an_empty_log_has_no_checkpoint(world):
    assert Visitor().get("/log/checkpoint").status_code == 404
    assert Visitor().get("/log/witnessed").status_code == 404
    assert Visitor().get("/log/tile/0/000.p/1").status_code == 404
