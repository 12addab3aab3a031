"""What the portal knows and the chat tells: read once a minute by queries.known, plain values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from whatsapp.rules.languages import Language

Words = Mapping[str, str]
"""A text by language. A missing or empty one is read in English."""


def in_language(words: Words, language: Language) -> str:
    """The text in that language, else in English."""
    return words.get(language) or words.get("en", "")


@dataclass(frozen=True)
class Kind:
    """A kind of complaint. `group`: conduct, crime, harassment …; hours are None where there is no limit."""

    code: str
    group: str
    names: Words
    search_words: str = ""
    about_police: bool = False
    confidential: bool = False
    has_limits: bool = True


@dataclass(frozen=True)
class Place:
    """An office. `path` repeats the codes above it; `point`: latitude and longitude, None where they are unknown."""

    code: str
    kind: str
    path: str
    names: Words
    point: tuple[float, float] | None = None
    phone: str = ""
    is_sample: bool = False
    address: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Service:
    """A row of the police's services. `facts`: documents, fee, time, notes by name; each a text by language."""

    kind: str
    code: str
    order: int
    names: Words
    titles: Words = field(default_factory=dict)
    lines: Words = field(default_factory=dict)
    facts: Mapping[str, Words] = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True)
class Line:
    """A helpline. `number` as it is dialled; `hours` empty where unknown."""

    number: str
    names: Words
    hours: Words = field(default_factory=dict)
    notes: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """Where something is found on the Internet; an empty `url` is unknown."""

    kind: str
    names: Words
    url: str = ""
    notes: Words = field(default_factory=dict)


@dataclass(frozen=True)
class GuideStep:
    """One step of a guide; the title may be empty."""

    guide: str
    titles: Words
    words: Words


@dataclass(frozen=True)
class Known:
    """Everything at once. `site`: the portal's own address, without a slash at its end. `operator`: the police force's
    name that runs it; empty for an independent installation, which says that it is one."""

    site: str = ""
    operator: Words = field(default_factory=dict)
    kinds: tuple[Kind, ...] = ()
    places: tuple[Place, ...] = ()
    services: tuple[Service, ...] = ()
    lines: tuple[Line, ...] = ()
    links: tuple[Link, ...] = ()
    steps: tuple[GuideStep, ...] = ()
    centres: tuple[Place, ...] = ()

    @cached_property
    def _kinds(self) -> Mapping[str, Kind]:
        return {kind.code: kind for kind in self.kinds}

    @cached_property
    def _places(self) -> Mapping[str, Place]:
        return {place.code: place for place in self.places}

    def kind(self, code: str) -> Kind | None:
        """One that can be chosen now."""
        return self._kinds.get(code)

    def place(self, code: str) -> Place | None:
        return self._places.get(code)

    def of_kind(self, kind: str, *, within: str = "") -> tuple[Place, ...]:
        """Offices of a kind, below the office of that code, in their order."""
        above = self._places[within].path if within else ""
        return tuple(place for place in self.places if place.kind == kind and place.path.startswith(above))

    def menu(self) -> tuple[Service, ...]:
        """The fifteen services, in their order."""
        return self.of_services("whatsapp_menu")

    def guide(self, name: str) -> tuple[GuideStep, ...]:
        """The steps of a guide, in their order."""
        return tuple(step for step in self.steps if step.guide == name)

    def service(self, kind: str, code: str) -> Service | None:
        return next((one for one in self.services if (one.kind, one.code) == (kind, code)), None)

    def of_services(self, kind: str) -> tuple[Service, ...]:
        return tuple(sorted((one for one in self.services if one.kind == kind), key=lambda one: one.order))
