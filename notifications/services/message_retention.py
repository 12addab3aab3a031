"""Delete messages that were finished long ago: rows of the outbox, and of other tables like it (decision 0006)."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Model, Q
from django.utils.module_loading import import_string

from notifications.models import Message

BATCH = 5_000
"""Messages that one statement deletes. It takes less than a second, so vacuum and the delivery go on between two."""
RUN_SECONDS = 60
"""How long one run begins new batches. What is left waits for the next run."""


def delete_old_messages(*, at: datetime) -> int:
    """Delete messages of the outbox that are older than MESSAGES_KEPT_DAYS. Return how many.

    Messages that a higher app still needs are kept (settings.MESSAGES_KEPT_WHILE). One statement for each hook, and
    two for each batch.
    """
    return delete_finished_rows(Message, at=at, kept=[import_string(path)() for path in settings.MESSAGES_KEPT_WHILE])


def delete_finished_rows(model: type[Model], *, at: datetime, days: int | None = None, kept: Sequence[Q] = ()) -> int:
    """Delete rows that were sent or given up and are older than `days`, or else MESSAGES_KEPT_DAYS. Return how many.

    `model`: a table with `created_at`, `sent_at` and `given_up_at`. `kept`: conditions of rows that stay. Each batch
    is a transaction of its own, so a run can be stopped at any time, and the next one continues.

    Ids follow the order of creation but for open transactions. So the first row that is young enough limits the search,
    and no index is needed for it.
    """
    ends_at, count = time.monotonic() + RUN_SECONDS, 0
    before = at - timedelta(days=settings.MESSAGES_KEPT_DAYS if days is None else days)
    old = model.objects.filter(Q(sent_at__isnull=False) | Q(given_up_at__isnull=False), created_at__lt=before)
    young = model.objects.filter(created_at__gte=before).order_by("pk").values_list("pk", flat=True).first()
    if young is not None:
        old = old.filter(pk__lt=young)
    for condition in kept:
        old = old.exclude(condition)
    while batch := list(old.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        count += model.objects.filter(pk__in=batch).delete()[0]
        if len(batch) < BATCH or time.monotonic() > ends_at:
            break
    return count
