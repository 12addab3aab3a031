"""What the filing pages offer: kinds of complaint by group or by the words that were typed, and districts."""

from dataclasses import dataclass

from django.utils.translation import gettext

from citizen.queries import filing
from citizen.rules.district_aliases import ALIASES
from complaints.models import Category
from complaints.models.labels import GROUPS
from complaints.rules.categories import successors
from complaints.rules.search import category_search
from web.text import alphabetical


@dataclass(frozen=True)
class CategoryChoice:
    """One row of the first page. `words`: folded, for the filter in the browser."""

    category: Category
    words: str

    @property
    def needs_fir(self) -> bool:
        """Whether a complaint alone starts no criminal case, which the row says."""
        return self.category.group == "crime"

    @property
    def refers(self) -> bool:
        """Whether another authority is in charge, which the row says."""
        return self.category.code == "cybercrime"


@dataclass(frozen=True)
class Group:
    code: str
    label: str
    kinds: list[CategoryChoice]
    is_open: bool = False

    @property
    def examples(self) -> str:
        """The first kinds inside, for who doesn't open it; none where there is but one."""
        names = [kind.category.name for kind in self.kinds[:3]]
        return "" if len(self.kinds) == 1 else gettext("%(kinds)s …") % {"kinds": gettext(", ").join(names)}


def groups(*, opened: str = "") -> list[Group]:
    """All kinds by group. `opened`: the code of a group, or of a kind in it, that stands open. One query."""
    kinds = [CategoryChoice(category, _words(category)) for category in filing.offered_categories()]
    made = []
    for code, label in GROUPS:
        inside = [kind for kind in kinds if kind.category.group == code]
        if inside:
            is_open = opened == code or any(kind.category.code == opened for kind in inside)
            made.append(Group(code, str(label), inside, is_open))
    return made


def found(typed: str) -> list[CategoryChoice]:
    """The kinds that fit what was typed, best first. One query."""
    ranked = []
    for category in filing.offered_categories():
        names = category.name_en, category.name_ur
        if fits := category_search.rank(typed, names=names, words=category.search_words):
            ranked.append((-fits, category.order, CategoryChoice(category, "")))
    return [kind for *_, kind in sorted(ranked, key=lambda entry: entry[:2])]


def proposed(code: str) -> list[CategoryChoice]:
    """The kind that a link proposes (`?category=`); none for what is offered no more. One query at most."""
    category = filing.offered_category(code)
    return [CategoryChoice(category, "")] if category else []


def instead_of(code: str) -> list[CategoryChoice]:
    """The kinds that took the place of one that old drafts, links and pages still have. No query for any other."""
    return [CategoryChoice(category, "") for new in successors(code) if (category := filing.offered_category(new))]


def _words(category: Category) -> str:
    return " ".join(category_search.folded(f"{category.name_en} {category.name_ur} {category.search_words}"))


@dataclass(frozen=True)
class District:
    code: str
    name: str
    region: str
    words: str


def districts(typed: str = "") -> list[District]:
    """The districts in the order of the reader's alphabet; with `typed`, those whose name or alias begins so.

    One query.
    """
    regions, made = {}, []
    for office in filing.districts():
        if office.kind == "region":
            regions[office.path] = office.name
            continue
        region = next((name for path, name in regions.items() if office.path.startswith(path)), "")
        aliases = ALIASES.get(office.code, "")
        words = " ".join(category_search.folded(f"{office.name_en} {office.name_ur} {aliases}"))
        if not typed or category_search.rank(typed, names=[office.name_en, office.name_ur], words=aliases):
            made.append(District(office.code, office.name, region, words))
    return sorted(made, key=lambda district: alphabetical(district.name))


def name_of_district(code: str) -> str:
    """Its name, for the list of answers; what the code is where nobody has it any more. One query."""
    office = next((office for office in filing.districts() if office.code == code), None)
    return office.name if office else gettext("unknown")
