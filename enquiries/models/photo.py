"""A worker's photo: only the copy that was drawn anew in the locked room is kept, sealed."""

import uuid

from django.db import models


class Photo(models.Model):
    """It waits a day for the request that it belongs to; `file` is its name in the storage of sealed files."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.CharField(max_length=100)
    media_type = models.CharField(max_length=60)
    came_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="photo_by_age", fields=["came_at"])]
