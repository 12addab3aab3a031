"""The registered clients of the API."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedModel
from api.rules.client_scopes import ClientKind
from api.rules.partner_rights import Rights
from ledger.append_only_triggers import NEVER_DELETED, NEVER_TRUNCATED


class ApiClient(VersionedModel):
    """A partner organisation, or the operator's own app.

    `client_id`: public. `secret_digest`: SHA-256 of the secret, which has 256 random bits and is shown once.
    `former_digest`: the secret before the last rotation, which works until `former_until`. `scopes`: see
    api.rules.client_scopes. `offices`, `categories`: codes; empty means all, but no confidential category.
    `requests_per_minute`: the client's rate. `revoked_at`: from then on no token of it works.
    """

    class Kind(models.TextChoices):
        APP = ClientKind.APP.value, _("The operator's own app")
        PARTNER = ClientKind.PARTNER.value, _("Partner organisation")

    client_id = models.SlugField(_("client ID"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_ur = models.CharField(_("name in Urdu"), max_length=80)
    secret_digest = models.CharField(max_length=64)
    former_digest = models.CharField(max_length=64, blank=True, default="")
    former_until = models.DateTimeField(null=True)
    scopes = ArrayField(models.CharField(max_length=24))
    offices = ArrayField(models.SlugField(max_length=64), default=list)
    categories = ArrayField(models.SlugField(max_length=40), default=list)
    requests_per_minute = models.PositiveIntegerField(default=120)
    created_at = models.DateTimeField(_("registered on"))
    revoked_at = models.DateTimeField(_("revoked on"), null=True)

    class Meta:
        verbose_name = _("client of the API")
        verbose_name_plural = _("clients of the API")
        triggers = [NEVER_DELETED, NEVER_TRUNCATED]

    def __str__(self):
        return self.client_id

    @property
    def rights(self) -> Rights:
        return Rights(self.scopes, self.offices, self.categories, self.requests_per_minute)
