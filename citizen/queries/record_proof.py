"""The proof of each line of a record: of the complainant's page, a petition or a dossier.

The file is JSON: `format`; `etag`; `checkpoint`, a signed note; `hours`, by number the `head` (its text) and the
`hashes` from it to the checkpoint's root; `lines`, each with its `line` (complaints.rules.log.public_lines), its `link`
in the chain and, once it is in the log, its `hour` and the `steps` from leaf to head. Where the reader sees them, the
`detail` and the `text` of a line have their `salt` and their `parts`; of a destroyed text is said that it is
`destroyed`. static/portal/verify_petition.py checks all of it.
"""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from citizen.queries.log_positions import LogPosition, log_positions
from complaints.models import Event, HourlyHead
from complaints.queries import public_log
from complaints.rules.log.public_lines import public_line
from ledger import merkle, signing_keys

FORMAT = "record-proof/v1"


class ShownEvent(NamedTuple):
    """An event that the reader sees, with its `words` loaded. The reader sees its text too if `shows_text`."""

    event: Event
    shows_text: bool


def make_record_proof(etag: str, shown: Iterable[ShownEvent], *, with_details: bool = True) -> str:
    """Return the proof file, as ASCII. Nine queries at most, however many events.

    `with_details`: the reader sees what a report's outcome was, or what the complainant answered.

    It contains the lines of these events and nothing of any other: no body, and of other events only hashes. An event
    whose hour is in no checkpoint yet has a line without a proof.
    """
    shown, keys = list(shown), signing_keys.all_signing_keys()
    positions = log_positions([event for event, _ in shown])
    latest = max((position.head for position in positions.values()), key=lambda head: head.number, default=None)
    # If the latest hour is in no checkpoint yet, the newest checkpoint proves the lines of earlier hours.
    checkpoint = (public_log.checkpoint_for(latest) if latest else None) or public_log.newest_checkpoint()
    size = checkpoint.size if checkpoint else 0
    in_log = {pk: position for pk, position in positions.items() if position.head.number <= size}
    proof = {
        "format": FORMAT,
        "etag": etag,
        "checkpoint": str(public_log.note_of(checkpoint)) if checkpoint else "",
        "hours": _hours({position.head.number: position.head for position in in_log.values()}, size),
        "lines": [_line(row, etag, keys, in_log.get(row.event.pk), with_details) for row in shown],
    }
    return json.dumps(proof, indent=1)


def _hours(heads: Mapping[int, HourlyHead], size: int) -> dict[str, dict]:
    """Return each hour's head and the hashes that lead from it to the root of the log."""
    numbers = sorted(heads)
    proofs = merkle.inclusion_proofs(public_log.leaf_hashes(size), [number - 1 for number in numbers])
    return {
        str(number): {"head": heads[number].text, "hashes": [base64.b64encode(step.hash).decode() for step in steps]}
        for number, steps in zip(numbers, proofs, strict=True)
    }


def _line(
    row: ShownEvent, etag: str, keys: Mapping[str, bytes], position: LogPosition | None, with_details: bool
) -> dict:
    event = row.event
    line = public_line(event.body, etag=etag, mac=bytes(event.mac), key=keys[event.key_id])
    entry = {"line": line.text, "link": bytes(event.mac).hex()}
    if with_details and line.detail:
        entry["detail"] = {"salt": line.detail_salt.hex(), "text": line.detail, "parts": {}}
    if row.shows_text and event.words.anonymised_at is not None:
        entry["text"] = {"destroyed": True}
    elif row.shows_text:
        words = event.words  # with its salt, so that it can be compared with the digest in the line
        entry["text"] = {"salt": bytes(words.salt).hex(), "text": words.text, "parts": words.parts}
    if position is None:
        return entry
    steps = [["left" if step.is_left else "right", step.hash.hex()] for step in position.steps]
    return entry | {"hour": position.head.number, "steps": steps}


def shown_events(events: Sequence[Event], with_texts: Iterable[Event] = ()) -> list[ShownEvent]:
    """Return these events as a reader sees them. `with_texts`: the events whose texts the reader sees too."""
    ids = {event.pk for event in with_texts}
    return [ShownEvent(event, event.pk in ids and hasattr(event, "words")) for event in events]
