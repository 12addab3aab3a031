"""What a statement in the person's own words seems to be about: categories, place and danger.

A person confirms or changes every proposal. The registration records what was proposed and what was chosen, never the
text, so that the next version of `complaints.understanding` can learn from the corrections (docs/understanding.md).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from complaints.models import Category, CategoryProposal, Complaint
from complaints.queries.understanding.active_phrases import phrase_index
from complaints.queries.understanding.chosen_model import model_version, understand_statement
from complaints.understanding.places import Place, PlaceIndex, index_places
from complaints.understanding.proposals import Danger

LOWEST_SHARE = 0.05
"""A category with a smaller share is not proposed."""
SENSITIVE_SHARE = 0.2
"""From this share on, a confidential category makes the whole text private, also behind another one."""
STATION_PREFIX, STATION_SUFFIX = "تھانہ ", " Police Station"


@dataclass(frozen=True)
class StatementProposal:
    """The proposal for one statement. A draft stores it as a dictionary.

    version: of the engine. categories: codes, the best first. category_words: for each, the words that led to it.
    district, station: office codes, or empty. place_words: the words that led to them. danger: a `Danger`.
    is_sensitive: a confidential category is likely (SENSITIVE_SHARE), or somebody is in danger.
    """

    version: str = ""
    categories: tuple[str, ...] = ()
    category_words: tuple[tuple[str, ...], ...] = ()
    district: str = ""
    station: str = ""
    place_words: tuple[str, ...] = ()
    danger: str = Danger.NONE
    is_sensitive: bool = False

    @classmethod
    def from_answers(cls, stored: Mapping) -> "StatementProposal":
        """Return the proposal that a draft has stored; an empty one if there is none."""
        return cls(
            **dict(stored)
            | {
                "categories": tuple(stored.get("categories", ())),
                "category_words": tuple(tuple(words) for words in stored.get("category_words", ())),
                "place_words": tuple(stored.get("place_words", ())),
            }
        )

    def as_answers(self) -> dict:
        return asdict(self)


def propose_for_statement(text: str) -> StatementProposal:
    """Return what the text seems to be about. Only categories and offices that are in use. Three queries."""
    offered = dict(Category.objects.filter(is_active=True).values_list("code", "confidential"))
    stations, districts = _stations_and_districts()
    understood = understand_statement(text, places=_station_index(stations), phrases=phrase_index())
    categories = [one for one in understood.categories if one.code in offered and one.score >= LOWEST_SHARE]
    district = next((one for one in understood.districts if one.code in districts), None)
    district_of_station = {place.code: place.district for place in stations}
    known_stations = [one for one in understood.stations if one.code in district_of_station]
    station = next(iter(known_stations), None)
    district_code = district.code if district else ""
    if station and district is None and len(known_stations) == 1:  # no other district has a station of this name
        district_code = district_of_station[station.code]
    if station and district_of_station[station.code] != district_code:
        station = None
    may_be_confidential = any(
        offered[one.code] and (one is categories[0] or one.score >= SENSITIVE_SHARE) for one in categories
    )
    return StatementProposal(
        version=model_version(),
        categories=tuple(one.code for one in categories),
        category_words=tuple(one.words for one in categories),
        district=district_code,
        station=station.code if station else "",
        place_words=tuple(dict.fromkeys(word for place in (station, district) if place for word in place.words)),
        danger=str(understood.danger),
        is_sensitive=understood.danger != Danger.NONE or may_be_confidential,
    )


@lru_cache(maxsize=2)
def _station_index(stations: tuple[Place, ...]) -> PlaceIndex:
    """Return the index of these stations. It is built again only after a station has changed."""
    return index_places(stations)


def _stations_and_districts() -> tuple[tuple[Place, ...], set[str]]:
    """Return the police stations, and the codes of the districts. One query."""
    kinds = [OfficeKind.DISTRICT.value, OfficeKind.STATION.value]
    offices = Office.objects.filter(kind__in=kinds).order_by("path")
    districts, stations, district_path, district_code = set(), [], "", ""
    for code, kind, path, name_en, name_ur in offices.values_list("code", "kind", "path", "name_en", "name_ur"):
        if kind == OfficeKind.DISTRICT:
            district_path, district_code = path, code
            districts.add(code)
        elif district_path and path.startswith(district_path):
            names = name_en.removesuffix(STATION_SUFFIX), name_ur.removeprefix(STATION_PREFIX)
            stations.append(Place(code, names, district_code))
    return tuple(stations), districts


def record_proposal(complaint: Complaint, stored: Mapping) -> None:
    """Record what was proposed and what was chosen, at the registration. No text is stored."""
    proposal = StatementProposal.from_answers(stored)
    CategoryProposal.objects.create(
        complaint=complaint,
        engine_version=proposal.version,
        proposed=list(proposal.categories),
        proposed_place=proposal.station or proposal.district,
        danger=proposal.danger,
        chosen=complaint.category.code,
        chosen_place=complaint.place.code,
    )
