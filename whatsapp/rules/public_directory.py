"""The portal's public data that the chat shows: plain values, read by queries.directory_cache."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from complaints.understanding.phrases import PhraseIndex
from whatsapp.rules.languages import Language
from whatsapp.rules.sentences import NOTHING_EDITED, SentenceTable

Translations = Mapping[str, str]
"""A text by language. The English text stands in for a missing or empty one."""


def translate(words: Translations, language: Language) -> str:
    """Return the text in a language, or in English if there is none."""
    return words.get(language) or words.get("en", "")


@dataclass(frozen=True)
class ComplaintKind:
    """A kind of complaint. `group`: conduct, crime, harassment and so on."""

    code: str
    group: str
    names: Translations
    search_words: str = ""
    about_police: bool = False
    confidential: bool = False
    has_limits: bool = True


@dataclass(frozen=True)
class OfficeEntry:
    """An office or a Khidmat Markaz centre.

    `path` lists the codes of the offices above it; `point`: latitude and longitude in degrees, None if unknown.
    `hours`: empty if unknown. `certainty`: of a centre's row, "" for offices.
    """

    code: str
    kind: str
    path: str
    names: Translations
    point: tuple[float, float] | None = None
    phone: str = ""
    is_sample: bool = False
    address: Translations = field(default_factory=dict)
    hours: Translations = field(default_factory=dict)
    certainty: str = ""

    def display_name(self, language: Language) -> str:
        """Return the name. An office that was made up for the demo is marked."""
        return translate(self.names, language) + (" (SAMPLE)" if self.is_sample else "")


@dataclass(frozen=True)
class ServiceEntry:
    """A police service. `facts`: documents, fee, time and notes by name, each a text by language.

    `certainties`: how certain each of documents, fee and time is. `as_of`: the newest source's year, "" if unknown.
    """

    kind: str
    code: str
    order: int
    names: Translations
    titles: Translations = field(default_factory=dict)
    descriptions: Translations = field(default_factory=dict)
    facts: Mapping[str, Translations] = field(default_factory=dict)
    url: str = ""
    certainties: Mapping[str, str] = field(default_factory=dict)
    as_of: str = ""


@dataclass(frozen=True)
class HelplineEntry:
    """A helpline. `number`: as it is dialled; `hours`: empty if unknown; `certainty`: of the row."""

    number: str
    names: Translations
    hours: Translations = field(default_factory=dict)
    notes: Translations = field(default_factory=dict)
    certainty: str = ""


@dataclass(frozen=True)
class LinkEntry:
    """A web address. `url` is empty if it is unknown. `certainty`: of the row."""

    kind: str
    names: Translations
    url: str = ""
    notes: Translations = field(default_factory=dict)
    certainty: str = ""


@dataclass(frozen=True)
class GuideStep:
    """One step of a guide. The title may be empty."""

    guide: str
    titles: Translations
    words: Translations


@dataclass(frozen=True)
class Directory:
    """All public data of the portal that the chat needs.

    `site`: the portal's address without a slash at the end. `operator`: the name of the police force that runs it;
    empty for an independent installation, which says so. `phrases`: those that administrators edit, for understanding
    sentences; None for the committed ones. `sentences`: texts that administrators have written in place of shipped
    ones.
    """

    site: str = ""
    operator: Translations = field(default_factory=dict)
    kinds: tuple[ComplaintKind, ...] = ()
    offices: tuple[OfficeEntry, ...] = ()
    services: tuple[ServiceEntry, ...] = ()
    helplines: tuple[HelplineEntry, ...] = ()
    links: tuple[LinkEntry, ...] = ()
    steps: tuple[GuideStep, ...] = ()
    centres: tuple[OfficeEntry, ...] = ()
    phrases: PhraseIndex | None = None
    sentences: SentenceTable = NOTHING_EDITED

    @cached_property
    def _kinds_by_code(self) -> Mapping[str, ComplaintKind]:
        return {kind.code: kind for kind in self.kinds}

    @cached_property
    def _offices_by_code(self) -> Mapping[str, OfficeEntry]:
        return {office.code: office for office in self.offices}

    def kind(self, code: str) -> ComplaintKind | None:
        """Return the kind of complaint with this code if it can be chosen now."""
        return self._kinds_by_code.get(code)

    def office(self, code: str) -> OfficeEntry | None:
        """Return the office with this code; None if there is none."""
        return self._offices_by_code.get(code)

    def offices_of_kind(self, kind: str, *, within: str = "") -> tuple[OfficeEntry, ...]:
        """Return the offices of a kind in their order. `within`: the code of an office above them."""
        above = self._offices_by_code[within].path if within else ""
        return tuple(office for office in self.offices if office.kind == kind and office.path.startswith(above))

    def menu(self) -> tuple[ServiceEntry, ...]:
        """Return the services of the main menu in their order."""
        return self.services_of_kind("whatsapp_menu")

    def guide(self, name: str) -> tuple[GuideStep, ...]:
        """Return the steps of a guide in their order."""
        return tuple(step for step in self.steps if step.guide == name)

    def service(self, kind: str, code: str) -> ServiceEntry | None:
        """Return the service with this kind and code; None if there is none."""
        return next((one for one in self.services if (one.kind, one.code) == (kind, code)), None)

    def services_of_kind(self, kind: str) -> tuple[ServiceEntry, ...]:
        """Return the services of a kind in their order."""
        return tuple(sorted((one for one in self.services if one.kind == kind), key=lambda one: one.order))
