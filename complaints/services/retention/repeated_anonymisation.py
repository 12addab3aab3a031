"""Anonymise complaints again after a restore of an older database has brought their personal data back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from complaints.models import Complaint
from complaints.services.retention import file_deletion
from complaints.services.retention.anonymisation import destroy_personal_data


def anonymise_again(etags: Iterable[str], *, at: datetime) -> tuple[int, list[str]]:
    """Anonymise these complaints again. Return their number, and the E-tags of those that are open in this database.

    Retention periods and legal holds are not checked again: this database may not know of those that were set or lifted
    since. Complaints that it does not have, or that are anonymised, are skipped.
    """
    count, open_etags = 0, []
    for etag in etags:
        complaints = Complaint.objects.unscoped("destroyed complaints are destroyed again after a restore").filter(
            etag=etag, anonymised_at=None
        )
        for complaint in complaints.only("pk", "closed_at"):
            if complaint.closed_at is None:
                open_etags.append(etag)
                continue
            with transaction.atomic():
                destroy_personal_data(complaint.pk, at=at)
            file_deletion.delete_marked_files(complaint.pk)
            count += 1
    return count, open_etags
