"""The steps of reviews are sealed with the events of complaints (settings.SEALED_BESIDE): one chain of seals over both,
so that a step which is cut off shows as an event does."""

from collections.abc import Collection, Sequence

from django.db import connection

from complaints.models import Seal
from complaints.queries.seals import LONGEST_TRANSACTION
from reviews.models import ReviewEvent, SealedStep

MEMBERS = """
    SELECT sealed.seal_id, sealed.event_id, step.mac
    FROM reviews_sealedstep AS sealed LEFT JOIN reviews_reviewevent AS step ON step.id = sealed.event_id
    WHERE sealed.seal_id BETWEEN %s AND %s ORDER BY sealed.seal_id, sealed.event_id
"""


class Steps:
    """What complaints.services.log_seals and complaints.queries.verification.seals ask of another history."""

    def unsealed(self, last: Seal | None, limit: int) -> list[tuple[int, bytes]]:
        """Ids and marks of the oldest steps that no seal holds."""
        steps = ReviewEvent.objects.filter(sealed=None, pk__gt=self._sealed_up_to(last)).order_by("pk")
        return [(pk, bytes(mac)) for pk, mac in steps.values_list("pk", "mac")[:limit]]

    def keep(self, seal: Seal, ids: Collection[int]) -> None:
        """Write down which seal holds them."""
        SealedStep.objects.bulk_create(SealedStep(event_id=pk, seal=seal) for pk in ids)

    def members(self, first: int, last: int) -> Sequence[tuple[int, int, bytes | None]]:
        """Of a range of seals: seal, step, and its mark; none where the step is gone."""
        with connection.cursor() as cursor:
            cursor.execute(MEMBERS, [first, last])
            return cursor.fetchall()

    def _sealed_up_to(self, last: Seal | None) -> int:
        """As complaints.queries.seals.all_sealed_up_to, from the newest step backwards: most seals hold none."""
        if last is None:
            return 0
        settled = SealedStep.objects.filter(seal__at__lte=last.at - LONGEST_TRANSACTION)
        return settled.order_by("-pk").values_list("pk", flat=True).first() or 0


STEPS = Steps()
