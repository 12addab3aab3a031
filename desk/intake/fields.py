"""The kind and the place, as an operator types them: a word that is searched for, or one of what was found."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from accounts.rules.offices import OfficeKind
from citizen.filing import choices
from citizen.queries import filing
from complaints.models import Category
from complaints.queries.followup import stations_around
from web.form_fields import PlainText

NO_KIND = _("No category matches this word. Try another, or “Something else”.")
MANY_KINDS = _("Several categories match this word. Choose one of them.")
SHOWN = 8


class KindField(PlainText):
    """A kind by its name, its code or any word by which it is found; `found` holds the choices where several fit."""

    def __init__(self, **kwargs):
        super().__init__(
            label=_("What is it about?"),
            help_text=_("A word in Urdu, English or Roman Urdu: rishwat, chori, dhamki, FIR."),
            needed=_("Enter one word that says what it is about."),
            max_length=120,
            widget=forms.TextInput(attrs={"list": "kinds", "autocomplete": "off", "dir": "auto"}),
            **kwargs,
        )


def kinds_for(typed: str, chosen: str = "") -> list[Category]:
    """The kinds that are meant: the one of that name or code, or all that the word finds, best first.

    `chosen`: the code of one of them, which was ticked beside the word. Two queries at most.
    """
    offered = filing.offered_categories()
    found = [one for one in offered if typed in {one.code, one.name_en, one.name_ur}]
    found = found or [kind.category for kind in choices.found(typed)][:SHOWN]
    return [one for one in found if one.code == chosen] or found


def names_of_kinds() -> list[str]:
    """For the list that the browser offers under the field. One query."""
    return [category.name for category in filing.offered_categories()]


def districts() -> list[tuple[str, str]]:
    """All districts in the order of the reader's alphabet. One query."""
    return [(district.code, district.name) for district in choices.districts()]


def stations_of(district: str) -> list[tuple[str, str]]:
    """The police stations of a district; none where it is not said. Three queries at most."""
    place = Office.objects.filter(code=district, kind=OfficeKind.DISTRICT).first() if district else None
    return [(office.code, office.name) for office in stations_around(place)] if place else []
