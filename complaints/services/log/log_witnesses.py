"""Ask independent witnesses to sign the newest checkpoint of the public log (C2SP *tlog-witness*).

A witness signs only what continues the last checkpoint that it signed. If it refuses because our log is shorter or
another one, somebody has rolled the log back or shows different logs to different readers: that is an alarm. If it does
not answer, the portal works on, and the public page says which checkpoint was witnessed last.
"""

import base64
import logging
import re
from datetime import datetime, timedelta

import httpx
from django.db import IntegrityError, transaction
from django.db.models import Max

from complaints.models import LogCheckpoint, WitnessSignature
from complaints.queries import public_log
from ledger import merkle
from ledger.log_keys import Observer, configured_witnesses
from ledger.signed_notes import InvalidNote, Signature, SignedNote, parse_signatures

logger = logging.getLogger(__name__)

TIMEOUT = httpx.Timeout(10.0, connect=3.0)
LARGEST_ANSWER = 20_000  # characters
CLOCK_TOLERANCE = timedelta(minutes=10)


class WitnessAway(Exception):
    """The witness cannot be reached, or its answer makes no sense. The next run asks it."""


class LogsDiffer(Exception):
    """The witness has signed a checkpoint of this log that our log does not continue."""


def ask_witnesses(*, at: datetime) -> int:
    """Ask each configured witness for its signature on the newest checkpoint. Return how many signatures are new.

    Safe to run again, and beside another run: a second signature of one witness on one checkpoint is not stored.
    Raises LogsDiffer, after all witnesses were asked, if one has seen another log.
    """
    checkpoint = public_log.newest_checkpoint()
    if checkpoint is None:
        return 0
    have_signed = set(checkpoint.cosignatures.values_list("witness", flat=True))
    number, alarms = 0, []
    for witness in configured_witnesses():
        if witness.key.name in have_signed:
            continue
        try:
            signature = _request_signature(witness, checkpoint, at=at)
        except WitnessAway as error:
            logger.warning("Witness %s did not sign checkpoint %s: %s", witness.key.name, checkpoint.size, error)
        except LogsDiffer as error:
            logger.error("Witness %s has seen another log: %s", witness.key.name, error)
            alarms.append(f"{witness.key.name}: {error}")
        else:
            number += _store_signature(checkpoint, witness, signature)
    if alarms:
        raise LogsDiffer("; ".join(alarms))
    return number


def _store_signature(checkpoint: LogCheckpoint, witness: Observer, signature: Signature) -> bool:
    try:
        with transaction.atomic():
            WitnessSignature.objects.create(
                checkpoint=checkpoint, witness=witness.key.name, line=str(signature), at=signature.signed_at
            )
    except IntegrityError:
        return False
    return True


def _request_signature(witness: Observer, checkpoint: LogCheckpoint, *, at: datetime) -> Signature:
    """Return the witness's valid signature. Raises WitnessAway or LogsDiffer."""
    signed = LogCheckpoint.objects.filter(cosignatures__witness=witness.key.name)
    old_size = signed.aggregate(largest=Max("size"))["largest"] or 0
    answer = _send(witness, checkpoint, old_size)
    if answer.status_code == 409:
        if not re.fullmatch(r"[0-9]{1,18}\n?", answer.text, re.ASCII):
            raise WitnessAway("it answered 409 without its size")
        old_size = int(answer.text)
        if old_size > checkpoint.size:
            raise LogsDiffer(f"it signed {old_size} entries, and this log has {checkpoint.size}")
        answer = _send(witness, checkpoint, old_size)
    if answer.status_code == 422:
        raise LogsDiffer(f"this log of {checkpoint.size} entries does not continue the {old_size} that it signed")
    if answer.status_code != 200:
        raise WitnessAway(f"it answered {answer.status_code}")
    return _valid_signature(witness, checkpoint, answer.text, at=at)


def _send(witness: Observer, checkpoint: LogCheckpoint, old_size: int) -> httpx.Response:
    proof = merkle.consistency_proof(public_log.leaf_hashes(checkpoint.size), old_size)
    lines = [f"old {old_size}", *(base64.b64encode(step).decode() for step in proof), "", checkpoint.note]
    try:
        with httpx.Client(timeout=TIMEOUT, follow_redirects=False) as client:
            return client.post(f"{witness.url}/add-checkpoint", content="\n".join(lines).encode())
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise WitnessAway(str(error) or type(error).__name__) from error


def _valid_signature(witness: Observer, checkpoint: LogCheckpoint, lines: str, *, at: datetime) -> Signature:
    if len(lines) > LARGEST_ANSWER:
        raise WitnessAway("its answer is too long")
    try:
        note = SignedNote(SignedNote.parse(checkpoint.note).text, parse_signatures(lines))
        signature = witness.key.signature_in(note)
    except InvalidNote as error:
        raise WitnessAway(str(error)) from error
    if signature is None:
        raise WitnessAway("its answer has no signature with its key")
    if signature.timestamp > (at + CLOCK_TOLERANCE).timestamp():
        raise WitnessAway("its signature is from the future")
    return signature
