"""A change of a partner that one administrator requested and another must confirm."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.two_administrators import TwoAdministrators, two_administrator_constraints
from api.rules.partner_rights import Rights
from ledger.append_only_triggers import fixed_except


class PartnerChange(TwoAdministrators):
    """A requested change with which one administrator could otherwise take a partner's place.

    `scopes`, `offices`, `categories`, `requests_per_minute`: all rights as they would be (ApiClient), for RIGHTS only.
    `address`: for ADDRESS only. A secret is made when it is confirmed, so no request holds one. `applied_at`: when it
    was confirmed.
    """

    class Kind(models.TextChoices):
        RIGHTS = "rights", _("other rights")
        ADDRESS = "address", _("other address for events")
        CLIENT_SECRET = "client_secret", _("new client secret")
        EVENT_SECRET = "event_secret", _("new secret for events")

    client = models.ForeignKey("api.ApiClient", models.PROTECT, related_name="changes", verbose_name=_("partner"))
    kind = models.CharField(_("change"), max_length=16, choices=Kind)
    scopes = ArrayField(models.CharField(max_length=24), default=list)
    offices = ArrayField(models.SlugField(max_length=64), default=list)
    categories = ArrayField(models.SlugField(max_length=40), default=list)
    requests_per_minute = models.PositiveIntegerField(null=True)
    address = models.CharField(_("address"), max_length=400, blank=True, default="")
    applied_at = models.DateTimeField(_("applied at"), null=True)

    class Meta:
        verbose_name = _("change of a partner awaiting a second administrator")
        verbose_name_plural = _("changes of partners awaiting a second administrator")
        constraints = [
            *two_administrator_constraints("partner_change", created="applied_at"),
            UniqueConstraint(name="partner_change_waits_once", fields=["client", "kind"], condition=Q(decided_at=None)),
            CheckConstraint(
                name="partner_change_is_complete",
                condition=Q(kind="rights", requests_per_minute__isnull=False, address="")
                | Q(kind="address", requests_per_minute=None) & ~Q(address="")
                | Q(kind__in=["client_secret", "event_secret"], requests_per_minute=None, address=""),
            ),
        ]
        triggers = fixed_except("decided_by_id", "decided_at", "applied_at", once="decided_at")

    def __str__(self):
        return f"{self.client}: {self.get_kind_display()}"

    @property
    def rights(self) -> Rights:
        """Return the requested rights. Only for RIGHTS."""
        return Rights(self.scopes, self.offices, self.categories, self.requests_per_minute)
