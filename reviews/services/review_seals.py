"""Seal the events of reviews together with the events of complaints (settings.SEALED_BESIDE).

One chain of seals covers both, so that a removed event of a review is found like one of a complaint.
"""

from collections.abc import Collection, Sequence

from django.db import connection

from complaints.models import Seal
from complaints.queries.sealed_events import LONGEST_TRANSACTION
from reviews.models import ReviewEvent, SealedStep

SEAL_MEMBERS_SQL = """
    SELECT sealed.seal_id, sealed.event_id, step.mac
    FROM reviews_sealedstep AS sealed LEFT JOIN reviews_reviewevent AS step ON step.id = sealed.event_id
    WHERE sealed.seal_id BETWEEN %s AND %s ORDER BY sealed.seal_id, sealed.event_id
"""


class ReviewEventsInSeals:
    """The reviews' side of the interface that complaints.services.log.log_seals and the verification of seals use."""

    def unsealed(self, last: Seal | None, limit: int) -> list[tuple[int, bytes]]:
        """Return the ids and hashes of the oldest events that are not in a seal."""
        steps = ReviewEvent.objects.filter(sealed=None, pk__gt=self._sealed_up_to(last)).order_by("pk")
        return [(pk, bytes(mac)) for pk, mac in steps.values_list("pk", "mac")[:limit]]

    def record_members(self, seal: Seal, ids: Collection[int]) -> None:
        """Record which seal holds these events."""
        SealedStep.objects.bulk_create(SealedStep(event_id=pk, seal=seal) for pk in ids)

    def members(self, first: int, last: int) -> Sequence[tuple[int, int, bytes | None]]:
        """Return seal, event and hash for a range of seals. The hash is None if the event is missing."""
        with connection.cursor() as cursor:
            cursor.execute(SEAL_MEMBERS_SQL, [first, last])
            return cursor.fetchall()

    def _sealed_up_to(self, last: Seal | None) -> int:
        """Return the id up to which all events are sealed, as sealed_events.last_id_surely_sealed does.

        The search starts at the newest event, because most seals hold no event of a review.
        """
        if last is None:
            return 0
        settled = SealedStep.objects.filter(seal__at__lte=last.at - LONGEST_TRANSACTION)
        return settled.order_by("-pk").values_list("pk", flat=True).first() or 0


REVIEW_EVENTS_IN_SEALS = ReviewEventsInSeals()
