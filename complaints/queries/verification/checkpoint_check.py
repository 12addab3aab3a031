"""Verify the signed checkpoints of the public log against its heads, and the witnesses' signatures on them."""

from collections.abc import Iterator

from complaints.models import HourlyHead, LogCheckpoint
from complaints.queries.public_log import note_of
from ledger import log_keys, merkle
from ledger.signed_notes import InvalidNote, SignedNote, TreeHead


def check_checkpoints() -> Iterator[str]:
    """Yield the errors of the checkpoints: each one is signed and states the root of the heads up to its size."""
    checkpoints = {row.size: row for row in LogCheckpoint.objects.prefetch_related("cosignatures")}
    first = min(checkpoints, default=None)
    tree = merkle.GrowingTree()
    for text in HourlyHead.objects.order_by("number").values_list("text", flat=True).iterator():
        tree.append(merkle.leaf_hash(text.encode()))
        checkpoint = checkpoints.pop(tree.size, None)
        if checkpoint is not None:
            yield from _check_checkpoint(checkpoint, tree)
        elif first is not None and tree.size > first:
            yield f"the checkpoint of {tree.size} hours is gone"
    for size in checkpoints:
        yield f"the heads no longer reach the checkpoint of {size} hours"


def _check_checkpoint(checkpoint: LogCheckpoint, tree: merkle.GrowingTree) -> Iterator[str]:
    described = f"the checkpoint of {checkpoint.size} hours"
    try:
        note = note_of(checkpoint)
        stated = TreeHead.parse(note.text)
        is_signed = any(key.signature_in(SignedNote.parse(checkpoint.note)) for key in log_keys.all_public_keys())
    except InvalidNote as error:
        yield f"{described} is damaged: {error}"
        return
    if (stated.size, stated.root) != (tree.size, tree.root()):
        yield f"{described} has another root than the heads"
    if not is_signed:
        yield f"{described} is not signed by a key of this log"
    for witness in log_keys.configured_witnesses():
        stored = {row.witness for row in checkpoint.cosignatures.all()}
        try:
            is_valid = witness.key.name not in stored or witness.key.signature_in(note)
        except InvalidNote:
            is_valid = False
        if not is_valid:
            yield f"{described} has a false signature of {witness.key.name}"
