"""A role that one administrator requested and another must confirm (`rules.roles.needs_two_administrators`)."""

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.choice_labels import ROLE_CHOICES
from accounts.models.posting import post_title
from accounts.models.row_version import VersionedQuerySet
from accounts.models.two_administrators import TwoAdministrators, two_administrator_constraints
from ledger.append_only_triggers import fixed_except


class RoleGrantQuerySet(VersionedQuerySet):
    def waiting(self):
        return self.filter(decided_at=None)


class RoleGrant(TwoAdministrators):
    """A requested role, which another administrator confirms or refuses.

    When it is confirmed, `posting` begins at once or, if that is later, at `starts_at`. `ends_at`: the end, if it is
    known in advance. `transfers`: the officer's posting that ends at the moment in which the new one begins.
    """

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_grants", verbose_name=_("officer")
    )
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("office"))
    role = models.CharField(_("role"), max_length=24, choices=ROLE_CHOICES)
    is_head = models.BooleanField(_("head of the office"), default=False)
    acting = models.BooleanField(_("acting"), default=False)
    starts_at = models.DateTimeField(_("from"), null=True)
    ends_at = models.DateTimeField(_("until"), null=True)
    transfers = models.ForeignKey(
        "accounts.Posting", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("transfer from")
    )
    posting = models.OneToOneField("accounts.Posting", models.PROTECT, null=True, related_name="+")

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role awaiting a second administrator")
        verbose_name_plural = _("roles awaiting a second administrator")
        constraints = [
            *two_administrator_constraints("role_grant", created="posting"),
            UniqueConstraint(
                name="role_grant_asked_for_once",
                fields=["officer", "office", "role"],
                condition=Q(decided_at=None),
            ),
        ]
        triggers = fixed_except("decided_by_id", "decided_at", "posting_id", once="decided_at")

    def __str__(self):
        return f"{self.officer}, {post_title(self)}, {self.office}"
