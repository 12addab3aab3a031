"""Addresses of the police and of other organisations on the Internet."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from information.models.bilingual_descriptors import Bilingual
from information.models.choices import CERTAINTIES, LINK_KINDS

URL_PATTERN = r"^(https?://)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/[^\s\"<>]*)?$"
"""An address with or without its scheme."""


class LinkQuerySet(models.QuerySet):
    def of_kind(self, kind: str):
        """Return the links of one kind, in the order of the data."""
        return self.filter(kind=kind).order_by("order", "pk")


class Link(models.Model):
    """One account, site or portal. An empty `url` is unknown and is never guessed.

    `certainty` applies to the whole row.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=LINK_KINDS)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(pgettext_lazy("position in a list", "order"))
    name_en = models.CharField(_("name in English"), max_length=80)
    name_ur = models.CharField(_("name in Urdu"), max_length=80)
    name_roman = models.CharField(_("name in Roman Urdu"), max_length=80, blank=True)
    url = models.CharField(
        _("address"), max_length=200, blank=True, validators=[RegexValidator(URL_PATTERN)],
        help_text=_("Leave empty if unknown. The pages and the chat then say so."),
    )  # fmt: skip
    note_en = models.CharField(_("note in English"), max_length=200, blank=True)
    note_ur = models.CharField(_("note in Urdu"), max_length=200, blank=True)
    note_roman = models.CharField(_("note in Roman Urdu"), max_length=200, blank=True)
    certainty = models.CharField(_("certainty"), max_length=8, choices=CERTAINTIES)
    as_of = models.PositiveSmallIntegerField(_("as of (year)"), null=True, blank=True)
    source = models.TextField(_("source"))
    # Once it is set, the shipped list no longer changes the row.
    edited_at = models.DateTimeField(_("edited at"), null=True, editable=False)

    name, note = Bilingual(), Bilingual()
    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            CheckConstraint(name="link_url_is_an_address", condition=Q(url="") | Q(url__regex=URL_PATTERN)),
        ]

    def __str__(self):
        return self.name

    @property
    def address(self) -> str:
        """Return the URL for a browser; an empty string if it is unknown."""
        return self.url if not self.url or "://" in self.url else f"https://{self.url}"
