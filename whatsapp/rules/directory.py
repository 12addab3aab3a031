"""What the portal knows and the chat tells: read once a minute by queries.directory_cache, plain values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from whatsapp.rules.languages import Language

Translations = Mapping[str, str]
"""A text by language. A missing or empty one is read in English."""


def translate(words: Translations, language: Language) -> str:
    """The text in that language, else in English."""
    return words.get(language) or words.get("en", "")


@dataclass(frozen=True)
class ComplaintKind:
    """A kind of complaint. `group`: conduct, crime, harassment …; hours are None where there is no limit."""

    code: str
    group: str
    names: Translations
    search_words: str = ""
    about_police: bool = False
    confidential: bool = False
    has_limits: bool = True


@dataclass(frozen=True)
class OfficeEntry:
    """An office. `path` repeats the codes above it; `point`: latitude and longitude, None where they are unknown."""

    code: str
    kind: str
    path: str
    names: Translations
    point: tuple[float, float] | None = None
    phone: str = ""
    is_sample: bool = False
    address: Translations = field(default_factory=dict)


@dataclass(frozen=True)
class ServiceEntry:
    """A row of the police's services. `facts`: documents, fee, time, notes by name; each a text by language."""

    kind: str
    code: str
    order: int
    names: Translations
    titles: Translations = field(default_factory=dict)
    descriptions: Translations = field(default_factory=dict)
    facts: Mapping[str, Translations] = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True)
class HelplineEntry:
    """A helpline. `number` as it is dialled; `hours` empty where unknown."""

    number: str
    names: Translations
    hours: Translations = field(default_factory=dict)
    notes: Translations = field(default_factory=dict)


@dataclass(frozen=True)
class LinkEntry:
    """Where something is found on the Internet; an empty `url` is unknown."""

    kind: str
    names: Translations
    url: str = ""
    notes: Translations = field(default_factory=dict)


@dataclass(frozen=True)
class GuideStep:
    """One step of a guide; the title may be empty."""

    guide: str
    titles: Translations
    words: Translations


@dataclass(frozen=True)
class Directory:
    """Everything at once. `site`: the portal's own address, without a slash at its end. `operator`: the police force's
    name that runs it; empty for an independent installation, which says that it is one."""

    site: str = ""
    operator: Translations = field(default_factory=dict)
    kinds: tuple[ComplaintKind, ...] = ()
    offices: tuple[OfficeEntry, ...] = ()
    services: tuple[ServiceEntry, ...] = ()
    helplines: tuple[HelplineEntry, ...] = ()
    links: tuple[LinkEntry, ...] = ()
    steps: tuple[GuideStep, ...] = ()
    centres: tuple[OfficeEntry, ...] = ()

    @cached_property
    def _kinds_by_code(self) -> Mapping[str, ComplaintKind]:
        return {kind.code: kind for kind in self.kinds}

    @cached_property
    def _offices_by_code(self) -> Mapping[str, OfficeEntry]:
        return {office.code: office for office in self.offices}

    def kind(self, code: str) -> ComplaintKind | None:
        """One that can be chosen now."""
        return self._kinds_by_code.get(code)

    def office(self, code: str) -> OfficeEntry | None:
        return self._offices_by_code.get(code)

    def offices_of_kind(self, kind: str, *, within: str = "") -> tuple[OfficeEntry, ...]:
        """Offices of a kind, below the office of that code, in their order."""
        above = self._offices_by_code[within].path if within else ""
        return tuple(office for office in self.offices if office.kind == kind and office.path.startswith(above))

    def menu(self) -> tuple[ServiceEntry, ...]:
        """The fifteen services, in their order."""
        return self.services_of_kind("whatsapp_menu")

    def guide(self, name: str) -> tuple[GuideStep, ...]:
        """The steps of a guide, in their order."""
        return tuple(step for step in self.steps if step.guide == name)

    def service(self, kind: str, code: str) -> ServiceEntry | None:
        return next((one for one in self.services if (one.kind, one.code) == (kind, code)), None)

    def services_of_kind(self, kind: str) -> tuple[ServiceEntry, ...]:
        return tuple(sorted((one for one in self.services if one.kind == kind), key=lambda one: one.order))
