"""The content of a notice as proposed, and its validation."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime

from ledger.service_exceptions import Refused
from notices.rules.notice_kinds import ADULT_AGE, LONGEST_PUBLICATION, NoticeKind, PublishedSex
from notices.rules.notice_refusals import NoticeRefusal
from web import text_cleaning

LONGEST_LINE, LONGEST_TEXT = 200, 2000
"""Maximum number of characters: of a name or a place, and of the text."""


@dataclass(frozen=True)
class TranslatedText:
    """A text in English, Urdu and Roman Urdu. Without Roman Urdu, its readers see the English text."""

    en: str = ""
    ur: str = ""
    roman: str = ""

    def __bool__(self):
        return bool(self.en or self.ur or self.roman)

    def __iter__(self) -> Iterator[str]:
        return iter((self.en, self.ur, self.roman))


NO_TEXT = TranslatedText()


@dataclass(frozen=True)
class ProposedContent:
    """The content of a notice.

    `name`: the published name of the child or person, or the title. `words`: what happened, or why the person is
    wanted. For a child: `age`, `sex`, `wearing`, `seen_place`, `seen_at`. For a wanted person: `aliases`, `fir` (number
    and station, if public), `reward` in rupees. `helplines`: numbers to call (information.models.Helpline).
    """

    name: TranslatedText
    words: TranslatedText
    expires_at: datetime
    helplines: tuple[str, ...] = ()
    age: int | None = None
    sex: str = ""
    wearing: TranslatedText = NO_TEXT
    seen_place: TranslatedText = NO_TEXT
    seen_at: datetime | None = None
    aliases: TranslatedText = NO_TEXT
    fir: TranslatedText = NO_TEXT
    reward: int | None = None


PARTS_OF_KIND = {
    NoticeKind.ALERT: frozenset({"age", "sex", "wearing", "seen_place", "seen_at"}),
    NoticeKind.WANTED: frozenset({"sex", "aliases", "fir", "reward"}),
    NoticeKind.NOTICE: frozenset(),
}
"""The fields of each kind besides name, words, helplines and end."""

COMMON_PARTS = frozenset({"name", "words", "expires_at", "helplines"})


def texts_of(content: ProposedContent) -> dict[str, TranslatedText]:
    """Return the texts of the content, by field name."""
    parts = {part.name: getattr(content, part.name) for part in fields(content)}
    return {name: value for name, value in parts.items() if isinstance(value, TranslatedText)}


def clean_content(content: ProposedContent, kind: NoticeKind) -> ProposedContent:
    """Return the content with cleaned texts, without fields that this kind does not have. Raises Refused."""
    try:
        texts = {
            name: TranslatedText(*map(text_cleaning.clean_text, value)) for name, value in texts_of(content).items()
        }
    except text_cleaning.UnreadableText as unreadable:
        raise Refused(NoticeRefusal.UNREADABLE) from unreadable
    unused = {
        part.name: part.default for part in fields(content) if part.name not in COMMON_PARTS | PARTS_OF_KIND[kind]
    }
    return replace(content, **texts | unused)


def first_problem(content: ProposedContent, kind: NoticeKind, *, at: datetime) -> NoticeRefusal | None:
    """Return the first reason that the content cannot be published; None if there is none."""
    return next(_find_problems(content, kind, at=at), None)


def _find_problems(content: ProposedContent, kind: NoticeKind, *, at: datetime) -> Iterator[NoticeRefusal]:
    yield from _find_text_problems(content)
    if kind is NoticeKind.ALERT:
        yield from _find_child_problems(content, at=at)
    if content.sex and content.sex not in set(PublishedSex):
        yield NoticeRefusal.SEX_MISSING
    if not content.helplines:
        yield NoticeRefusal.NO_NUMBER
    if content.expires_at <= at:
        yield NoticeRefusal.NO_END
    if content.expires_at > at + LONGEST_PUBLICATION[kind]:
        yield NoticeRefusal.ENDS_TOO_LATE


def _find_text_problems(content: ProposedContent) -> Iterator[NoticeRefusal]:
    if not content.name:
        yield NoticeRefusal.NAME_MISSING
    if not content.words:
        yield NoticeRefusal.WORDS_MISSING
    for name, value in texts_of(content).items():
        if value and not (value.en and value.ur):
            yield NoticeRefusal.ONE_LANGUAGE
        if max(map(len, value)) > (LONGEST_TEXT if name == "words" else LONGEST_LINE):
            yield NoticeRefusal.TOO_LONG


def _find_child_problems(content: ProposedContent, *, at: datetime) -> Iterator[NoticeRefusal]:
    if content.age is None:
        yield NoticeRefusal.AGE_MISSING
    elif not 0 <= content.age < ADULT_AGE:
        yield NoticeRefusal.NOT_A_CHILD
    if not content.sex:
        yield NoticeRefusal.SEX_MISSING
    if not content.seen_place or content.seen_at is None:
        yield NoticeRefusal.SEEN_MISSING
    elif content.seen_at > at:
        yield NoticeRefusal.SEEN_LATER
