"""Verify a dossier file: it must match the frozen dossier, and the complaint's history must agree. Read only."""

import hmac
import json
from collections.abc import Iterator

from complaints.models import Complaint, Event
from complaints.queries.verification import chain_check
from complaints.queries.verification.record_loading import load_records
from ledger import signing_keys
from reviews.models import Dossier
from reviews.queries.delay_shares import attribute_delays
from reviews.queries.dossier_bodies import build_dossier_bodies
from reviews.rules import dossier_format as rule


class InvalidDossier(ValueError):
    """The file is not a dossier of this portal."""


def verify_dossier_file(contents: bytes) -> Iterator[str]:
    """Yield a sentence for each difference. Raises InvalidDossier."""
    parsed = _parse_dossier_file(contents)
    body = parsed["dossier"]
    text = rule.canonical_text(body)
    if not _has_valid_mac(bytes.fromhex(parsed["mac"]), parsed["key_id"], text):
        yield "the file was changed: its text does not bear its mark"
    stored = Dossier.objects.filter(pk=body["flag"]).select_related("flag__breach__complaint").first()
    if stored is None:
        yield f"no dossier of flag {body['flag']} is kept here"
        return
    yield from _check_stored_dossier(stored, body, text)
    yield from _check_history(stored)
    yield from _check_ledgers(stored)


def _parse_dossier_file(contents: bytes) -> dict:
    try:
        parsed = json.loads(contents)
        is_complete = (
            isinstance(parsed["dossier"]["flag"], int)
            and isinstance(parsed["key_id"], str)
            and bytes.fromhex(parsed["mac"])
        )
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidDossier from error
    if not is_complete or parsed["dossier"].get("v") not in rule.READABLE_VERSIONS:
        raise InvalidDossier
    return parsed


def _has_valid_mac(mac: bytes, key_id: str, text: str) -> bool:
    """Return whether `mac` is the hash of the text under the named key."""
    key = signing_keys.all_signing_keys().get(key_id)
    return key is not None and hmac.compare_digest(mac, rule.dossier_mac(key, text))


def _check_stored_dossier(stored: Dossier, body: dict, text: str) -> Iterator[str]:
    if not _has_valid_mac(bytes(stored.mac), stored.key_id, stored.body):
        yield "what is kept here was changed: its text does not bear its mark"
    if text != stored.body:
        for path in rule.differing_paths(json.loads(stored.body), body):
            yield f"{path}: the file says something else than what was frozen"


def _check_history(stored: Dossier) -> Iterator[str]:
    """Check the chain up to the frozen hash, and each event that the dossier lists."""
    frozen = json.loads(stored.body)
    complaint = Complaint.objects.unscoped("verification reads every complaint").get(pk=stored.flag.breach.complaint_id)
    for finding in chain_check.check_history_chain(next(load_records([complaint]))):
        yield f"the complaint's history: {finding}"
    last = frozen["chain"]
    listed = {event["seq"]: (event["kind"], event["mac"]) for event in frozen["events"]}
    current = {event.seq: event for event in Event.objects.filter(complaint=complaint, seq__lte=last["seq"])}
    if last["seq"] not in current or bytes(current[last["seq"]].mac).hex() != last["mac"]:
        yield f"the complaint's history: event {last['seq']} is not the one that was frozen"
    for seq, (kind, mac) in listed.items():
        if seq not in current or (current[seq].kind, bytes(current[seq].mac).hex()) != (kind, mac):
            yield f"the complaint's history: event {seq} is not the one that was frozen"


def _check_ledgers(stored: Dossier) -> Iterator[str]:
    """Build the body again as of the day it was frozen, and compare custody, limits, leaves and views."""
    flag = (
        type(stored.flag)
        .objects.select_related("review__officer", "breach__complaint__policy", "breach__complaint__category")
        .get(pk=stored.pk)
    )
    delays_by_breach = attribute_delays([flag.breach], at=stored.made_at)
    _flag, body, _grounds = next(build_dossier_bodies([flag], delays_by_breach, at=stored.made_at))
    frozen, rebuilt = json.loads(stored.body), json.loads(rule.canonical_text(body))
    for part in ("breach", "promised", "custody", "leaves", "views"):
        for path in rule.differing_paths({part: frozen[part]}, {part: rebuilt[part]}):
            yield f"{path}: the ledgers say something else now"
