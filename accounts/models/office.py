"""An office: one node of the tree from the Central Police Office to the police station."""

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import CheckConstraint, Index, OuterRef, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.choice_labels import HEAD_TITLE_CHOICES, OFFICE_KIND_CHOICES, localized_name
from accounts.models.former_name import FormerOfficeName, WithFormerNames
from accounts.models.gps_position_columns import latitude_longitude_constraint
from accounts.models.row_version import VersionedModel, VersionedQuerySet
from accounts.rules.office_tree import PATH_PATTERN, PLACE_KINDS, OfficeKind, ancestor_paths, is_within, paths_from_root
from ledger.append_only_triggers import NEVER_DELETED, NEVER_TRUNCATED

# The office with a code and all offices above it, from the root down.
LINE_TO = """
    SELECT line.* FROM accounts_office AS line JOIN accounts_office AS place ON starts_with(place.path, line.path)
    WHERE place.code = %s ORDER BY line.path"""


class OfficeQuerySet(VersionedQuerySet):
    def within(self, office):
        """Return the office and all offices below it."""
        return self.filter(path__startswith=office.path)

    def above(self, office):
        """Return the offices strictly above an office, unordered."""
        return self.filter(path__in=ancestor_paths(office.path))

    def line_of(self, office):
        """Return the office and the offices above it, from the root down."""
        return self.filter(path__in=paths_from_root(office.path)).order_by("path")

    def line_to(self, code):
        """Return the office with this code and the offices above it, from the root down. Raises DoesNotExist."""
        line = list(self.raw(LINE_TO, [code]))
        if not line:
            raise self.model.DoesNotExist(code)
        return line

    def with_former_names(self):
        """Load former names, so that a history can show the name of that time (`as_of`)."""
        return self.annotate(former_names=FormerOfficeName.as_subquery(office=OuterRef("pk")))

    def regions(self):
        return self.filter(kind=OfficeKind.REGION)

    def districts(self):
        return self.filter(kind=OfficeKind.DISTRICT)

    def stations(self):
        return self.filter(kind=OfficeKind.STATION)

    def central(self):
        """Return the Central Police Office. Raises Office.DoesNotExist before the offices are loaded."""
        return self.get(kind=OfficeKind.CENTRAL)


class Office(WithFormerNames, VersionedModel):
    """A node of the tree of offices. `path` contains the codes above it, so a prefix selects a subtree.

    Empty position, address or telephone means that it is unknown.
    """

    Kind = OfficeKind

    code = models.SlugField(_("code"), max_length=64, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=OFFICE_KIND_CHOICES)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent office"),
    )
    path = models.CharField(_("path"), max_length=400, editable=False)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_ur = models.CharField(_("name in Urdu"), max_length=120)
    name_roman = models.CharField(_("name in Roman Urdu"), max_length=120, blank=True, default="", db_default="")
    head_title = models.CharField(_("head's post"), max_length=16, choices=HEAD_TITLE_CHOICES)
    routes_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("complaints go to"),
        help_text=_(
            "For a district not confirmed to have its own police head: the office that handles its complaints."
        ),
    )  # fmt: skip
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    address_en = models.CharField(_("address in English"), max_length=200, blank=True, default="", db_default="")
    address_ur = models.CharField(_("address in Urdu"), max_length=200, blank=True, default="", db_default="")
    address_roman = models.CharField(_("address in Roman Urdu"), max_length=200, blank=True, default="", db_default="")
    telephone = models.CharField(_("telephone"), max_length=40, blank=True, default="", db_default="")
    certainty = models.CharField(_("certainty"), max_length=200, blank=True)
    source = models.TextField(_("source"), blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)
    changed_at = models.DateTimeField(_("changed at"), null=True, editable=False)
    changed_by = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, editable=False, related_name="+")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = [
            CheckConstraint(
                name="office_only_central_has_no_parent",
                condition=Q(kind=OfficeKind.CENTRAL.value, parent=None)
                | (~Q(kind=OfficeKind.CENTRAL.value) & Q(parent__isnull=False)),
            ),
            CheckConstraint(
                name="office_kind_is_known",
                condition=Q(kind__in=[kind.value for kind in OfficeKind]),
            ),
            CheckConstraint(
                name="office_path_is_codes_closed_by_slashes",
                condition=Q(path__regex=PATH_PATTERN),
            ),
            UniqueConstraint(
                name="office_one_central",
                fields=["kind"],
                condition=Q(kind=OfficeKind.CENTRAL.value),
            ),
            latitude_longitude_constraint("office_position_whole"),
            # With this operator class a prefix search ("within this office") uses the index under any collation.
            UniqueConstraint(OpClass("path", name="text_pattern_ops"), name="office_path_unique"),
        ]
        indexes = [Index(name="office_by_kind", fields=["kind", "code"])]
        triggers = [NEVER_DELETED, NEVER_TRUNCATED]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return localized_name(self.name_en, self.name_ur)

    @property
    def address(self) -> str:
        """Return the address in the active language, or "" if it is unknown."""
        return localized_name(self.address_en, self.address_ur)

    def is_within(self, other) -> bool:
        """Return whether this office is the other office or below it."""
        return is_within(self.path, other.path)

    def handling_office(self):
        """Return the office that handles this office's complaints: itself, unless they are routed elsewhere."""
        return self.routes_to or self

    def area_ids(self) -> dict[str, int | None]:
        """Return the office ids that a complaint's row repeats, by column. Runs one query.

        The columns are `region`, `district`, `division`, `circle` and `station`.
        """
        ids_by_kind = dict(Office.objects.line_of(self).values_list("kind", "pk"))
        return {str(kind): ids_by_kind.get(kind) for kind in PLACE_KINDS}
