"""After a restore: what had been destroyed, and has come back with an older database, is destroyed again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from complaints.models import Complaint
from complaints.services.retention import files
from complaints.services.retention.whole import destroy


def anonymise_again(etags: Iterable[str], *, at: datetime) -> tuple[int, list[str]]:
    """How many were destroyed again, and the E-tags of those that are not: here they have not ended.

    Whether it may be was decided when it was done: a hold that was lifted since, or a time of keeping that was settled
    since, this database may not know. What it does not have, or has destroyed, is passed over.
    """
    done, left = 0, []
    for etag in etags:
        known = Complaint.objects.unscoped("destroyed complaints are destroyed again after a restore").filter(
            etag=etag, anonymised_at=None
        )
        for complaint in known.only("pk", "closed_at"):
            if complaint.closed_at is None:
                left.append(etag)
                continue
            with transaction.atomic():
                destroy(complaint.pk, at=at)
            files.delete_what_is_gone(complaint.pk)
            done += 1
    return done, left
