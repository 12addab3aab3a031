"""Does a dossier say what was frozen, and does the complaint's history still say the same? Read only."""

import hmac
import json
from collections.abc import Iterator

from complaints.models import Complaint, Event
from complaints.queries.verification import chains
from complaints.queries.verification.records import records
from ledger import signing_keys
from reviews.models import Dossier
from reviews.queries.delay_shares import delays
from reviews.queries.dossiers import bodies
from reviews.rules import dossier as rule


class NotADossier(ValueError):
    """The file is no dossier of this portal."""


def findings(contents: bytes) -> Iterator[str]:
    """What differs, in words; nothing where all agrees. Raises NotADossier."""
    told = _read(contents)
    body = told["dossier"]
    text = rule.canonical(body)
    if not _bears(bytes.fromhex(told["mac"]), told["key_id"], text):
        yield "the file was changed: its text does not bear its mark"
    kept = Dossier.objects.filter(pk=body["flag"]).select_related("flag__breach__complaint").first()
    if kept is None:
        yield f"no dossier of flag {body['flag']} is kept here"
        return
    yield from _of_what_is_kept(kept, body, text)
    yield from _of_the_history(kept)
    yield from _of_the_ledgers(kept)


def _read(contents: bytes) -> dict:
    try:
        told = json.loads(contents)
        known = (
            isinstance(told["dossier"]["flag"], int) and isinstance(told["key_id"], str) and bytes.fromhex(told["mac"])
        )
    except (ValueError, TypeError, KeyError) as error:
        raise NotADossier from error
    if not known or told["dossier"].get("v") not in rule.READABLE:
        raise NotADossier
    return told


def _bears(mac: bytes, key_id: str, text: str) -> bool:
    """Whether it is the text's mark under the key that it names."""
    key = signing_keys.ring().get(key_id)
    return key is not None and hmac.compare_digest(mac, rule.mark(key, text))


def _of_what_is_kept(kept: Dossier, body: dict, text: str) -> Iterator[str]:
    if not _bears(bytes(kept.mac), kept.key_id, kept.body):
        yield "what is kept here was changed: its text does not bear its mark"
    if text != kept.body:
        for where in rule.differences(json.loads(kept.body), body):
            yield f"{where}: the file says something else than what was frozen"


def _of_the_history(kept: Dossier) -> Iterator[str]:
    """Every link up to the frozen one, and the events as they were listed."""
    frozen = json.loads(kept.body)
    complaint = Complaint.objects.unscoped("verification reads every complaint").get(pk=kept.flag.breach.complaint_id)
    for what in chains.check(next(records([complaint]))):
        yield f"the complaint's history: {what}"
    last = frozen["chain"]
    listed = {one["seq"]: (one["kind"], one["mac"]) for one in frozen["events"]}
    now = {event.seq: event for event in Event.objects.filter(complaint=complaint, seq__lte=last["seq"])}
    if last["seq"] not in now or bytes(now[last["seq"]].mac).hex() != last["mac"]:
        yield f"the complaint's history: event {last['seq']} is not the one that was frozen"
    for seq, (kind, mac) in listed.items():
        if seq not in now or (now[seq].kind, bytes(now[seq].mac).hex()) != (kind, mac):
            yield f"the complaint's history: event {seq} is not the one that was frozen"


def _of_the_ledgers(kept: Dossier) -> Iterator[str]:
    """Custody, pauses and limits up to the deadline, gathered anew as they were then."""
    flag = (
        type(kept.flag)
        .objects.select_related("review__officer", "breach__complaint__policy", "breach__complaint__category")
        .get(pk=kept.pk)
    )
    found = delays([flag.breach], at=kept.made_at)
    _flag, anew, _grounds = next(bodies([flag], found, at=kept.made_at))
    frozen, anew = json.loads(kept.body), json.loads(rule.canonical(anew))
    for part in ("breach", "promised", "custody", "leaves", "views"):
        for where in rule.differences({part: frozen[part]}, {part: anew[part]}):
            yield f"{where}: the ledgers say something else now"
