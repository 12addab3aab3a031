"""What a person's sentence is about, as far as the portal offers it: kinds of complaint, district and station.

`complaints.understanding` proposes; the person confirms the kind before anything is submitted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from complaints.understanding.places import Place, PlaceIndex, index_places
from complaints.understanding.sentence import OTHER as OTHER_KIND
from complaints.understanding.sentence import understand
from whatsapp.rules.public_directory import Directory

LOWEST_SHARE = 0.3
"""A first category with a smaller share is not proposed: the person chooses from the list."""


@dataclass(frozen=True)
class SentenceMeaning:
    """The proposals for a sentence. `kinds`: codes, the best first; `district`, `station`: codes, "" for none."""

    kinds: tuple[str, ...] = ()
    district: str = ""
    station: str = ""


def read_sentence(text: str, directory: Directory) -> SentenceMeaning:
    """Return the proposals for a text. A station counts only with its district."""
    stations = _stations(directory)
    understood = understand(text, places=_station_index(stations), phrases=directory.phrases)
    district_of_station = {place.code: place.district for place in stations}
    district = next((one.code for one in understood.districts if directory.office(one.code)), "")
    station = next((one.code for one in understood.stations), "")
    if station and not district and len(understood.stations) == 1:  # no other district has a station of this name
        district = district_of_station[station]
    if station and district_of_station[station] != district:
        station = ""
    best = understood.category
    if best.code == OTHER_KIND or best.score < LOWEST_SHARE or directory.kind(best.code) is None:
        return SentenceMeaning((), district, station)
    kinds = tuple(one.code for one in understood.categories if one.code != OTHER_KIND and directory.kind(one.code))
    return SentenceMeaning(kinds, district, station)


def _stations(directory: Directory) -> tuple[Place, ...]:
    """Return the stations with their districts."""
    districts = {place.path: place.code for place in directory.offices_of_kind("district")}
    return tuple(
        Place(
            place.code,
            tuple(sorted(place.names.values())),
            next((code for above, code in districts.items() if place.path.startswith(above)), ""),
        )
        for place in directory.offices_of_kind("station")
    )


@lru_cache(maxsize=2)
def _station_index(stations: Sequence[Place]) -> PlaceIndex:
    """Return the index of these stations. It is built again only after a station has changed."""
    return index_places(stations)
