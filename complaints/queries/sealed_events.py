"""Find which events are certainly sealed, and the leaves by which the log commits to them."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import Max

from complaints.models import Seal
from complaints.rules.log.public_lines import log_leaf, public_line

LONGEST_TRANSACTION = timedelta(hours=1)


def last_id_surely_sealed(last: Seal | None) -> int:
    """Return an event id up to which all events are sealed, so that a search can skip the older history.

    It is the highest event id in the latest seal that is at least an hour older than the last seal. Every event with a
    lower id had committed before the last seal, because no writer's transaction lasts an hour, and seals take the
    lowest ids first.
    """
    if last is None:
        return 0
    older = Seal.objects.filter(at__lte=last.at - LONGEST_TRANSACTION, events__gt=0).order_by("pk").last()
    if older is None:
        return 0
    return older.sealed_events.aggregate(top=Max("event"))["top"] or 0


def event_leaf(mac: bytes, body: str, etag: str, key_id: str, keys: Mapping[str, bytes]) -> bytes:
    """Return an event's leaf in the Merkle tree of its seal: its link and the digest of its public line.

    `keys`: by id (ledger.signing_keys). If somebody damaged the event, or its key is unknown, the whole body takes the
    place of the line. The root is then another one than was published, which verification reports.
    """
    try:
        line = public_line(body, etag=etag, mac=mac, key=keys[key_id]).text
    except (ValueError, KeyError, TypeError, AttributeError):
        line = body
    return log_leaf(mac, line)
