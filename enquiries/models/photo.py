"""Photos of workers: only the copy that the sandbox made is kept, sealed."""

import uuid

from django.db import models


class Photo(models.Model):
    """A worker's photo. Without a request it is erased after a day. `file`: its name in the sealed storage."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.CharField(max_length=100)
    media_type = models.CharField(max_length=60)
    came_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="photo_by_age", fields=["came_at"])]
