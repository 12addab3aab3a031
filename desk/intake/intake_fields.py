"""Category and place in the intake form: the category is searched by a word; districts and stations are choices."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from citizen.filing import filing_choices
from citizen.queries import filing_options
from complaints.models import Category
from complaints.queries.followup_context import stations_in_district_of
from complaints.services.statement_proposals import propose_for_statement
from web.form_fields import PlainTextField

NO_CATEGORY = _("No category matches this word. Try another, or “Something else”.")
SEVERAL_CATEGORIES = _("Several categories match this word. Choose one of them.")
PROPOSED_CATEGORIES = _("The statement may be about one of these. Choose one, or enter a word above.")
MOST_MATCHES = 8


class CategoryField(PlainTextField):
    """A category by its name, its code, or a word that finds it."""

    def __init__(self, **kwargs):
        super().__init__(
            label=_("What is it about?"),
            help_text=_("A word in Urdu, English or Roman Urdu: rishwat, chori, dhamki, FIR."),
            needed=_("Enter one word that says what it is about."),
            max_length=120,
            widget=forms.TextInput(attrs={"list": "kinds", "autocomplete": "off", "dir": "auto"}),
            **kwargs,
        )


def matching_categories(typed: str, chosen: str = "") -> list[Category]:
    """Return the category with this name or code, or else all that the word finds, the best match first.

    `chosen`: the code of the match that the operator chose, if several were shown. Two queries at most.
    """
    offered = filing_options.offered_categories()
    matches = [one for one in offered if typed in {one.code, one.name_en, one.name_ur}]
    matches = matches or [match.category for match in filing_choices.search_categories(typed)][:MOST_MATCHES]
    return [one for one in matches if one.code == chosen] or matches


@dataclass(frozen=True)
class IntakeProposal:
    """What a statement seems to be about: categories, the place, and the words that led to them.

    The operator confirms it.
    """

    categories: list[Category]
    words: list[str]
    district: str
    station: str
    place_words: list[str]

    def __bool__(self) -> bool:
        return bool(self.categories or self.district)


def propose_from_statement(text: str) -> IntakeProposal:
    """Return what the statement seems to be about. Four queries."""
    proposal = propose_for_statement(text)
    offered = {category.code: category for category in filing_options.offered_categories()}
    categories = [offered[code] for code in proposal.categories if code in offered]
    words = dict.fromkeys(word for group in proposal.category_words for word in group)
    return IntakeProposal(categories, list(words), proposal.district, proposal.station, list(proposal.place_words))


def category_names() -> list[str]:
    """Return the names of all categories, which the browser suggests while the operator types. One query."""
    return [category.name for category in filing_options.offered_categories()]


def district_choices() -> list[tuple[str, str]]:
    """Return all districts, sorted for the reader's language. One query."""
    return [(district.code, district.name) for district in filing_choices.district_choices()]


def station_choices(district: str) -> list[tuple[str, str]]:
    """Return the police stations of a district; an empty list without a district. Three queries at most."""
    place = Office.objects.filter(code=district, kind=OfficeKind.DISTRICT).first() if district else None
    return [(office.code, office.name) for office in stations_in_district_of(place)] if place else []
