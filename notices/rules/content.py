"""The content of a notice as proposed, and its validation."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime

from ledger.exceptions import Refused
from notices.rules.kinds import CHILD, LONGEST, NoticeKind, Sex
from notices.rules.refusals import Refusal
from web import text

LONGEST_LINE, LONGEST_WORDS = 200, 2000
"""Maximum number of characters: of a name or a place, and of the text."""


@dataclass(frozen=True)
class NoticeContent:
    """A text in English, Urdu and Roman Urdu. Without Roman Urdu, its readers see the English text."""

    en: str = ""
    ur: str = ""
    roman: str = ""

    def __bool__(self):
        return bool(self.en or self.ur or self.roman)

    def __iter__(self) -> Iterator[str]:
        return iter((self.en, self.ur, self.roman))


NOTHING = NoticeContent()


@dataclass(frozen=True)
class Content:
    """The content of a notice.

    `name`: the published name of the child or person, or the title. `words`: what happened, or why the person is
    wanted. For a child: `age`, `sex`, `wearing`, `seen_place`, `seen_at`. For a wanted person: `aliases`, `fir` (number
    and station, if public), `reward` in rupees. `helplines`: numbers to call (information.models.Helpline).
    """

    name: NoticeContent
    words: NoticeContent
    expires_at: datetime
    helplines: tuple[str, ...] = ()
    age: int | None = None
    sex: str = ""
    wearing: NoticeContent = NOTHING
    seen_place: NoticeContent = NOTHING
    seen_at: datetime | None = None
    aliases: NoticeContent = NOTHING
    fir: NoticeContent = NOTHING
    reward: int | None = None


PARTS = {
    NoticeKind.ALERT: frozenset({"age", "sex", "wearing", "seen_place", "seen_at"}),
    NoticeKind.WANTED: frozenset({"sex", "aliases", "fir", "reward"}),
    NoticeKind.NOTICE: frozenset(),
}
"""The fields of each kind besides name, words, helplines and end."""

COMMON = frozenset({"name", "words", "expires_at", "helplines"})


def spoken(content: Content) -> dict[str, NoticeContent]:
    """Return the texts of the content, by field name."""
    parts = {part.name: getattr(content, part.name) for part in fields(content)}
    return {name: value for name, value in parts.items() if isinstance(value, NoticeContent)}


def cleaned(content: Content, kind: NoticeKind) -> Content:
    """Return the content with cleaned texts (web.text), without fields that this kind does not have. Raises Refused."""
    try:
        texts = {name: NoticeContent(*map(text.clean, value)) for name, value in spoken(content).items()}
    except text.Unreadable as unreadable:
        raise Refused(Refusal.UNREADABLE) from unreadable
    unused = {part.name: part.default for part in fields(content) if part.name not in COMMON | PARTS[kind]}
    return replace(content, **texts | unused)


def problem(content: Content, kind: NoticeKind, *, at: datetime) -> Refusal | None:
    """Return the first reason that the content cannot be published; None if there is none."""
    return next(_find_problems(content, kind, at=at), None)


def _find_problems(content: Content, kind: NoticeKind, *, at: datetime) -> Iterator[Refusal]:
    yield from _find_text_problems(content)
    if kind is NoticeKind.ALERT:
        yield from _find_child_problems(content, at=at)
    if content.sex and content.sex not in set(Sex):
        yield Refusal.SEX_MISSING
    if not content.helplines:
        yield Refusal.NO_NUMBER
    if content.expires_at <= at:
        yield Refusal.NO_END
    if content.expires_at > at + LONGEST[kind]:
        yield Refusal.ENDS_TOO_LATE


def _find_text_problems(content: Content) -> Iterator[Refusal]:
    if not content.name:
        yield Refusal.NAME_MISSING
    if not content.words:
        yield Refusal.WORDS_MISSING
    for name, value in spoken(content).items():
        if value and not (value.en and value.ur):
            yield Refusal.ONE_LANGUAGE
        if max(map(len, value)) > (LONGEST_WORDS if name == "words" else LONGEST_LINE):
            yield Refusal.TOO_LONG


def _find_child_problems(content: Content, *, at: datetime) -> Iterator[Refusal]:
    if content.age is None:
        yield Refusal.AGE_MISSING
    elif not 0 <= content.age < CHILD:
        yield Refusal.NOT_A_CHILD
    if not content.sex:
        yield Refusal.SEX_MISSING
    if not content.seen_place or content.seen_at is None:
        yield Refusal.SEEN_MISSING
    elif content.seen_at > at:
        yield Refusal.SEEN_LATER
