"""Photos of workers: only the copy that the sandbox made is kept, sealed."""

import uuid

from django.db import models
from django.db.models import Index, Q

from complaints.models.evidence import REFUSED_BECAUSE
from complaints.rules.accepted_files import FileRefusal


class Photo(models.Model):
    """A worker's photo. Without a request it is erased after a day.

    `checking` until a worker has inspected it, `waiting` for the virus scanner, or `held` while no worker can inspect
    it safely; then `shown` or `refused`. `file`: the name of the copy in the sealed storage; empty before. `original`:
    the name of the sealed upload, erased after the inspection. `source`: a keyed digest of the sender's address,
    cleared after the inspection.
    """

    class State(models.TextChoices):
        CHECKING = "checking"
        WAITING = "waiting"
        HELD = "held"
        SHOWN = "shown"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.CHECKING)
    refused_because = models.CharField(max_length=24, blank=True)
    original = models.CharField(max_length=100, blank=True)
    source = models.BinaryField(max_length=16, default=b"")
    file = models.CharField(max_length=100, blank=True)
    media_type = models.CharField(max_length=60)
    came_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            Index(name="photo_by_age", fields=["came_at"]),
            # Photos that a worker has to inspect.
            Index(name="photo_to_check", fields=["came_at"], condition=Q(state__in=["checking", "waiting", "held"])),
        ]

    @property
    def is_uninspected(self) -> bool:
        """Whether a worker still has to inspect it."""
        return self.state in {self.State.CHECKING, self.State.WAITING, self.State.HELD}

    @property
    def refusal(self) -> str:
        """The reason of a refusal in words; empty if it was not refused."""
        return str(REFUSED_BECAUSE[FileRefusal(self.refused_because)]) if self.refused_because else ""
