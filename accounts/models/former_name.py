"""Former names of offices and officers, which histories show. The rows are never changed or deleted."""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import datetime
from typing import Self

import pgtrigger
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Index
from django.db.models.functions import JSONObject

from accounts.models.row_version import VersionedModel


class FormerName(VersionedModel):
    """A name that was valid until a change. The current name is in the row of the office or officer.

    A rename creates a row. A correction creates none, so that the past shows the correct name too (decision 0004).
    `NAMES`: the columns that have the same name and meaning in the row that was renamed.
    """

    NAMES = ("name_en", "name_ur")

    name_en = models.CharField(max_length=120)
    name_ur = models.CharField(max_length=120, blank=True)
    until = models.DateTimeField()

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_truncated",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'former names are append-only';",
            ),
        ]

    def __str__(self):
        return f"{self.name_en} – {self.until:%Y-%m-%d %H:%M}"

    @classmethod
    def as_subquery(cls, **owner) -> ArraySubquery:
        """Return a subquery of former names, oldest first: `FormerOfficeName.as_subquery(office=OuterRef("pk"))`."""
        columns = {name: name for name in ("until", *cls.NAMES)}
        return ArraySubquery(cls.objects.filter(**owner).order_by("until", "pk").values(row=JSONObject(**columns)))


class FormerOfficeName(FormerName):
    """A former name of an office, and the title of its head at that time."""

    NAMES = (*FormerName.NAMES, "head_title")

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    head_title = models.CharField(max_length=16)

    class Meta(FormerName.Meta):
        indexes = [Index(name="former_name_of_office", fields=["office", "until"])]


class FormerOfficerName(FormerName):
    """A former name and rank of an officer. A civilian has no rank."""

    NAMES = (*FormerName.NAMES, "rank")

    officer = models.ForeignKey("accounts.Officer", models.PROTECT, related_name="+", db_index=False)
    rank = models.CharField(max_length=8, null=True, blank=True)

    class Meta(FormerName.Meta):
        indexes = [Index(name="former_name_of_officer", fields=["officer", "until"])]


class WithFormerNames:
    """Mixin for a row whose name can change. `former_names` is filled by `with_former_names`, for histories."""

    former_names: Iterable[Mapping] = ()

    def as_of(self, at: datetime, former_names: Iterable[Mapping] | None = None) -> Self:
        """Return a copy with the names that were valid at a moment. It is for display and must not be saved."""
        for names in self.former_names if former_names is None else former_names:
            if at < datetime.fromisoformat(names["until"]):
                then = copy(self)
                for column in names.keys() - {"until"}:
                    setattr(then, column, names[column])
                return then
        return self
