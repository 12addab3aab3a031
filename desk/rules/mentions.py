"""Find the colleagues whom a note mentions by name, as in `@Dania` or `@Dania Khan`."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

AT_SIGN = re.compile(r"(?<!\S)@(?=\w)")
FIRST_WORD = re.compile(r"[\w'’.-]*[\w'’-]")


@dataclass(frozen=True)
class Mentions:
    """The people that a text mentions, the typed names that nobody has, and those that several people have."""

    found: frozenset[int] = frozenset()
    unknown: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


def find_mentions(text: str, names: Mapping[int, Collection[str]], *, chosen: Collection[int] = ()) -> Mentions:
    """Return whom the text mentions. A mention is an @ at the beginning of a word, and a full name or a first name.

    `names`: the names of each person who can be mentioned, by id. `chosen`: people who were chosen from the list; they
    decide between people of the same name.
    """
    found, unknown, ambiguous = set(), [], []
    for at_sign in AT_SIGN.finditer(text):
        rest = text[at_sign.end() :]
        people = _people_named_first(rest, names)
        if len(people) > 1 and people & set(chosen):
            people &= set(chosen)
        if len(people) == 1:
            found |= people
        elif word := FIRST_WORD.match(rest):
            (ambiguous if people else unknown).append(word.group())
    return Mentions(frozenset(found), tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(ambiguous)))


def _people_named_first(rest: str, names: Mapping[int, Collection[str]]) -> set[int]:
    """Return the people whose longest full name begins the text, or else those with its first word as first name."""
    lengths = {
        person: max((len(name) for name in own if re.match(rf"{re.escape(name)}(?!\w)", rest, re.I)), default=0)
        for person, own in names.items()
    }
    if longest := max(lengths.values(), default=0):
        return {person for person, length in lengths.items() if length == longest}
    word = FIRST_WORD.match(rest)
    first = word.group().casefold() if word else ""
    return {person for person, own in names.items() if any(name.casefold().split()[:1] == [first] for name in own)}
