"""Base model of requests that one administrator makes and another decides (docs/rules.md, *Roles*)."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedModel


class TwoAdministrators(VersionedModel):
    """A request that another administrator confirms or refuses. `two_administrator_constraints` enforce this."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    asked_at = models.DateTimeField(_("requested at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        abstract = True


def two_administrator_constraints(name: str, *, created: str) -> list[CheckConstraint]:
    """Return the constraints of a model that extends TwoAdministrators.

    `name`: the prefix of the constraint names. `created`: the column that points to what a confirmed request created.
    """
    return [
        CheckConstraint(
            name=f"{name}_needs_a_second_administrator",
            condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
        ),
        CheckConstraint(
            name=f"{name}_decided_by_somebody",
            condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
        ),
        CheckConstraint(
            name=f"{name}_{created}_only_once_decided",
            condition=Q((created, None)) | Q(decided_at__isnull=False),
        ),
    ]
