"""Make a repeated request harmless: with the same Idempotency-Key it gets the first answer again."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from api.models import IdempotentAnswer
from api.problems import ProblemFound
from api.rules.client_scopes import is_valid_key
from ledger import field_encryption

KEPT_FOR = timedelta(hours=24)
DELETED_AT_ONCE = 5_000  # rows


def answer_once(*, caller: str, route: str, key: str, body: dict, act: Callable[[], dict], at: datetime) -> dict:
    """Return the result of `act`, or the first result for this key. Concurrent requests wait for each other.

    `caller`: who sent the key; keys of different callers are different. The result is stored in the transaction of
    `act`, so that neither exists without the other. Raises ProblemFound if the key is missing or was used for another
    body; what `act` raises leaves the key unused.
    """
    if not is_valid_key(key):
        raise ProblemFound("key_missing")
    digest = field_encryption.blind_index("api_request", json.dumps(body, sort_keys=True, default=str))
    index = field_encryption.blind_index("api_key", f"{caller}:{route}:{key}")
    with transaction.atomic():
        row, is_new = _claim_key(index, digest, at=at)
        if not field_encryption.is_same_index(row.request_digest, digest):
            raise ProblemFound("key_reused")
        if not is_new:
            return json.loads(row.answer)
        answer = act()
        row.answer = json.dumps(answer)
        row.save(update_fields=["answer"])
    return answer


def _claim_key(key: bytes, digest: bytes, *, at: datetime) -> tuple[IdempotentAnswer, bool]:
    """Return the row of a key, and whether it is new. Waits for a request that has the key now.

    Nearly all keys are new, so the row is written before anything is read.
    """
    row = IdempotentAnswer(key=key, request_digest=digest, created_at=at)
    with suppress(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
        return row, True
    IdempotentAnswer.objects.filter(key=key, created_at__lt=at - KEPT_FOR).delete()
    values = {"request_digest": digest, "created_at": at}
    return IdempotentAnswer.objects.get_or_create(key=key, defaults=values)


def delete_old_answers(*, at: datetime) -> int:
    """Delete answers that are older than a day; return their number."""
    old = IdempotentAnswer.objects.filter(created_at__lt=at - KEPT_FOR).order_by("pk").values("pk")[:DELETED_AT_ONCE]
    return IdempotentAnswer.objects.filter(pk__in=old).delete()[0]
