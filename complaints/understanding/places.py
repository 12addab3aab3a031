"""Places that a sentence names: districts by their names, short names and towns, and stations by the caller's list."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from complaints.understanding.normalisation import normalize, tokenize
from complaints.understanding.proposals import Proposal
from complaints.understanding.spelling import consonants, fold
from complaints.understanding.word_groups import DATA

CERTAIN, LIKELY, SIMILAR = 1.0, 0.7, 0.6
"""Scores of a certain name, of a place that exists in several districts, and of a name with a spelling mistake."""
TOWN_SHARE = 0.9
"""A town counts a little less than a district's own name: people name both where it happened and where they live."""
LAST_BONUS = 0.02
"""A place that is named later counts a little more: many sentences end with it."""
SHORTEST_SIMILAR = 4
"""Consonants that a name needs to be recognised with a spelling mistake."""
LONGEST_NAME = 5

DISTRICT_WORDS = frozenset(
    fold(word)
    for word in normalize(
        "zila zilla district distt city shehar shahr tehsil thana thanay chowki dpo ضلع شہر تحصیل تھانہ تھانے چوکی سٹی"
    ).split()
)
STATION_WORDS = frozenset(fold(word) for word in normalize("thana ps station chowki تھانہ تھانے چوکی").split())


@dataclass(frozen=True)
class Place:
    """A station or another office that a caller knows, with its names in all languages and its district's code."""

    code: str
    names: tuple[str, ...]
    district: str = ""


@dataclass(frozen=True)
class PlaceIndex:
    """Places by the folded words of their names."""

    by_words: dict[str, set[tuple[str, float, bool]]] = field(default_factory=lambda: defaultdict(set))
    by_consonants: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    districts: dict[str, str] = field(default_factory=dict)

    def add_name(self, code: str, name: str, *, score: float = CERTAIN, needs_context: bool = False) -> None:
        tokens = tokenize(normalize(name))
        if tokens:
            self.by_words[_key(tokens)].add((code, score, needs_context))
            sound = "".join(consonants(token) for token in tokens)
            if len(sound) >= SHORTEST_SIMILAR and not needs_context and score == CERTAIN:
                self.by_consonants[sound].add(code)


def _key(tokens: Sequence[str]) -> str:
    """Return the key of a name: its folded words without spaces, as people write many names in one word or in two."""
    return "".join(fold(token) for token in tokens)


def index_places(places: Iterable[Place]) -> PlaceIndex:
    """Return an index of stations for `understand`, by their names without *police station*."""
    index, unsaid = PlaceIndex(), {*STATION_WORDS, fold("police")}
    for place in places:
        index.districts[place.code] = place.district
        for name in place.names:
            words = (token for token in tokenize(normalize(name)) if fold(token) not in unsaid)
            index.add_name(place.code, " ".join(words))
    return index


@cache
def district_index() -> PlaceIndex:
    """Return the districts and their towns (complaints/data/understanding/places.csv)."""
    index = PlaceIndex()
    seen = set()
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            needs_context = row["ordinary_word"] == "yes"
            score = CERTAIN if row["certainty"] == "certain" else LIKELY
            if row["district"] in seen and not needs_context:
                score *= TOWN_SHARE
            seen.add(row["district"])
            for name in row["names"].split():
                index.add_name(row["district"], name.replace("_", " "), score=score, needs_context=needs_context)
    return index


def find_districts(tokens: Sequence[str]) -> tuple[Proposal, ...]:
    """Return up to three districts that the tokens name, the most certain first."""
    return _best(_find_names(tokens, district_index(), DISTRICT_WORDS))


def find_stations(tokens: Sequence[str], index: PlaceIndex, districts: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """Return up to three stations that the tokens name.

    A station's name counts only if a word for a station stands beside it. Of stations with the same name, those of
    the named district come first.
    """
    found = _find_names(tokens, index, STATION_WORDS, context_required=True)
    named = {proposal.code for proposal in districts}
    if named:
        found = {
            code: (score if index.districts.get(code) in named else score / 2, words)
            for code, (score, words) in found.items()
        }
    return _best(found)


def _find_names(
    tokens: Sequence[str], index: PlaceIndex, context: frozenset[str], *, context_required: bool = False
) -> dict[str, tuple[float, tuple[str, ...]]]:
    """Return the score and the words of each place that is named. Longer names hide the shorter ones inside them."""
    folded = [fold(token) for token in tokens]
    found: dict[str, tuple[float, tuple[str, ...]]] = {}
    first = 0
    while first < len(tokens):
        step = 1
        for length in range(min(LONGEST_NAME, len(tokens) - first), 0, -1):
            end = first + length
            beside = {*folded[max(first - 1, 0) : first], *folded[end : end + 1]}
            matches = _matches(tokens[first:end], index, bool(beside & context), context_required)
            for code, score in matches:
                score += LAST_BONUS * first / len(tokens)
                if score > found.get(code, (0.0, ()))[0]:
                    found[code] = (score, tuple(tokens[first:end]))
            if matches:
                step = length
                break
        first += step
    return found


def _matches(
    tokens: Sequence[str], index: PlaceIndex, has_context: bool, context_required: bool
) -> list[tuple[str, float]]:
    if context_required and not has_context:
        return []
    exact = [
        (code, score)
        for code, score, needs_context in index.by_words.get(_key(tokens), ())
        if has_context or not needs_context
    ]
    if exact or not all(token[0].isalpha() for token in tokens):
        return exact
    sound = "".join(consonants(token) for token in tokens)
    if len(sound) < SHORTEST_SIMILAR or len(tokens) > 1:
        return []
    return [(code, SIMILAR) for code in index.by_consonants.get(sound, ())]


def _best(found: dict[str, tuple[float, tuple[str, ...]]]) -> tuple[Proposal, ...]:
    ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    return tuple(Proposal(code, round(min(score, 1.0), 3), words) for code, (score, words) in ranked[:3])
