"""Where a partner receives events."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.encrypted_fields import RowIdField, SealedTextField


class EventEndpoint(models.Model):
    """The address of one partner, its secrets, and how it has answered.

    `address_set_at`: nothing older is sent again, because it was written for another address. `address_to_tell`: the
    one before, which is to be told that an administrator changed it. `secret` signs; `former_secret` signs too until
    `former_until`, so that a partner can change over. `gone_at`: the address answered 410, so nothing is sent until
    somebody resumes it. `paused_at`: nothing is sent until resumed. `failures`: in a row. `rests_until`: no attempt
    before. `claimed_until`: one worker sends to this endpoint until then; equal values belong to the same claim.
    """

    id = RowIdField(primary_key=True)
    client = models.OneToOneField("api.ApiClient", models.PROTECT, related_name="event_endpoint")
    address = models.CharField(max_length=400)
    address_set_at = models.DateTimeField()
    address_to_tell = models.CharField(max_length=400, blank=True, default="")
    secret = SealedTextField()
    former_secret = SealedTextField(blank=True, default="")
    former_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("endpoint for events")
