"""Choices on the filing pages: kinds of complaint, by group or by a search, and districts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from citizen.queries import filing_options
from citizen.rules.district_aliases import DISTRICT_ALIASES
from complaints.models import Category
from complaints.models.display.complaint_labels import GROUPS
from complaints.rules.search import category_search
from complaints.rules.special_categories import categories_replacing
from web.text_cleaning import urdu_sort_key
from web.time_format import NO_BREAK


@dataclass(frozen=True)
class CategoryChoice:
    """One row of the first page. `words`: normalised search words for the filter in the browser."""

    category: Category
    words: str

    @property
    def refers(self) -> bool:
        """Return whether another authority is responsible. The row then shows this."""
        return self.category.code == "cybercrime"


@dataclass(frozen=True)
class CategoryGroup:
    """The kinds of complaint of one group. `is_open`: the group is unfolded on the page."""

    code: str
    label: str
    kinds: list[CategoryChoice]
    is_open: bool = False

    @property
    def examples(self) -> str:
        """Return the first kinds of a folded group; an empty string if it has only one."""
        names = [kind.category.name for kind in self.kinds[:3]]
        if len(self.kinds) == 1:
            return ""
        # The dots stay on the line of the last word.
        return (gettext("%(kinds)s …") % {"kinds": gettext(", ").join(names)}).replace(" …", f"{NO_BREAK}…")


def group_categories(categories: Iterable[Category], *, opened: str = "") -> list[CategoryGroup]:
    """Return these kinds by group. `opened`: the code of the group to unfold, or of a kind in it."""
    kinds = [CategoryChoice(category, _search_words_of_category(category)) for category in categories]
    nonempty_groups = []
    for code, label in GROUPS:
        inside = [kind for kind in kinds if kind.category.group == code]
        if inside:
            is_open = opened == code or any(kind.category.code == opened for kind in inside)
            nonempty_groups.append(CategoryGroup(code, str(label), inside, is_open))
    return nonempty_groups


def search_categories(typed: str) -> list[CategoryChoice]:
    """Return the kinds that match a search, best first. One query."""
    ranked = []
    for category in filing_options.offered_categories():
        names = category.name_en, category.name_ur
        if fits := category_search.score_category_match(typed, names=names, keywords=category.search_words):
            ranked.append((-fits, category.order, CategoryChoice(category, "")))
    return [kind for *_, kind in sorted(ranked, key=lambda entry: entry[:2])]


def proposed_categories(code: str) -> list[CategoryChoice]:
    """Return the kind that a link proposes (`?category=`); none if it is no longer offered. One query at most."""
    category = filing_options.offered_category(code)
    return [CategoryChoice(category, "")] if category else []


def successor_categories(code: str) -> list[CategoryChoice]:
    """Return the kinds that replaced one that old drafts, links and pages may still use. No query for other codes."""
    return [
        CategoryChoice(category, "")
        for new in categories_replacing(code)
        if (category := filing_options.offered_category(new))
    ]


def _search_words_of_category(category: Category) -> str:
    return " ".join(category_search.normalised_words(f"{category.name_en} {category.name_ur} {category.search_words}"))


@dataclass(frozen=True)
class DistrictChoice:
    """One row of the district page. `words`: normalised search words for the filter in the browser."""

    code: str
    name: str
    region: str
    words: str


def district_choices(typed: str = "") -> list[DistrictChoice]:
    """Return the districts in alphabetical order; with `typed`, those whose name or alias matches it. One query."""
    regions, choices = {}, []
    for office in filing_options.regions_and_districts():
        if office.kind == "region":
            regions[office.path] = office.name
            continue
        region = next((name for path, name in regions.items() if office.path.startswith(path)), "")
        aliases = DISTRICT_ALIASES.get(office.code, "")
        words = " ".join(category_search.normalised_words(f"{office.name_en} {office.name_ur} {aliases}"))
        if not typed or category_search.score_category_match(
            typed, names=[office.name_en, office.name_ur], keywords=aliases
        ):
            choices.append(DistrictChoice(office.code, office.name, region, words))
    return sorted(choices, key=lambda district: urdu_sort_key(district.name))


def district_name(code: str) -> str:
    """Return a district's name for the list of answers; “unknown” for a code that is no longer used. One query."""
    office = next((office for office in filing_options.regions_and_districts() if office.code == code), None)
    return office.name if office else gettext("unknown")
