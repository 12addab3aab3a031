"""Plays a conversation from a script that is the same in all three languages, and writes it down for a reader.

A script names what is tapped by its meaning (the end of the tap's id), so that one script serves every language.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.transcripts import choices, masked, part, words
from whatsapp.models import Chat
from whatsapp.rules.languages import Language
from whatsapp.rules.tap_ids import parse_tap_id

LANGUAGE_ROWS = {Language.URDU: "1", Language.ENGLISH: "2", Language.ROMAN: "3"}
MOST_FILLED = 40
MASK = "#### #### ####"
_ETAG = re.compile(r"\b\d{4}[ \u00a0]\d{4}[ \u00a0]\d{4}\b")


@dataclass(frozen=True)
class Say:
    """A typed message: the same in every language, or one text for each.

    `<E-tag>` stands for the last number that was given, `<phone>` for the person's own.
    """

    text: str | Mapping[str, str]


@dataclass(frozen=True)
class Tap:
    """A tap on the button or row of the last message whose id means this answer."""

    answer: str


@dataclass(frozen=True)
class Send:
    """A photo, a voice note or a location (`31.5204, 74.3587`)."""

    kind: str
    rest: str = ""


@dataclass(frozen=True)
class Happens:
    """Something outside the chat, such as an officer's act, after which news may arrive. `note`: for the reader.

    `act` may return the messages that it leads to.
    """

    note: Mapping[str, str]
    act: Callable[["Player"], list[dict] | None]


@dataclass(frozen=True)
class Fill:
    """Answers to the questions of a complaint, by step, until it has its number. What is not listed is skipped."""

    answers: Mapping[str, Sequence]


@dataclass(frozen=True)
class Start:
    """Here begins the way to the act: what was said before is not counted."""


@dataclass(frozen=True)
class Done:
    """The act for which the person came is done: turns are counted up to here."""


@dataclass
class Player:
    """One person's chat in one language. `lines`: the conversation as Markdown. `turns`: messages from the menu on."""

    phone: Phone
    language: Language
    receive: Callable[["Player"], list[dict]]
    lines: list[str] = field(default_factory=list)
    turns: int = 0
    counted: int | None = None
    shown: list[dict] = field(default_factory=list)
    tappable: list[dict] = field(default_factory=list)

    def play(self, script: Sequence) -> None:
        """Choose the language, then follow the script."""
        self.phone.writes("Salam")
        self.shown = self.tappable = self.phone.writes(LANGUAGE_ROWS[self.language])
        for act in script:
            self._follow(act)

    @property
    def turns_to_the_act(self) -> int:
        return self.turns if self.counted is None else self.counted

    def _follow(self, act) -> None:
        match act:
            case Say(text):
                said = self._filled(text if isinstance(text, str) else text[self.language])
                self._hear(said, self.phone.writes(said))
            case Tap(answer):
                id, title = self._choice(answer)
                self._hear(f"[{title}]", self.phone.taps(id))
            case Send(kind, rest):
                self._hear(f"({kind}) {rest}".rstrip(), self.phone.sends(part(kind, rest)))
            case Fill(answers):
                self._fill({step: list(acts) for step, acts in answers.items()})
            case Happens(note, happens):
                replies = happens(self)
                self.lines += [f"*{note[self.language]}*", ""]
                self._show(replies or self.receive(self))
            case Start():
                self.turns = 0
            case Done():
                self.counted = self.turns

    def _filled(self, said: str) -> str:
        return said.replace("<E-tag>", self.phone.etag).replace("<phone>", f"+{self.phone.number}")

    def _hear(self, said: str, replies: list[dict]) -> None:
        self.turns += 1
        self.phone.at += timedelta(seconds=20)
        who = "شہری" if self.language is Language.URDU else "Citizen"
        self.lines += [f"**{who}:** {_without_numbers(said)}", ""]
        self._show(replies)

    def _show(self, replies: list[dict]) -> None:
        for reply in replies:
            if number := _ETAG.search(words(reply)):
                self.phone.etag = number[0]
        self.shown = replies or self.shown
        self.tappable = replies if any(list(choices(reply)) for reply in replies) else self.tappable
        for reply in replies:
            self.lines += [*(f"> {line}".rstrip() for line in _reply_lines(reply)), ""]

    def _choice(self, answer: str) -> tuple[str, str]:
        offered = [(id, title) for reply in self.tappable for id, title, _ in choices(reply)]
        for id, title in offered:
            meaning = parse_tap_id(id)[1]
            if answer in {meaning, meaning.partition(":")[0], meaning.partition(":")[2].partition(":")[0]}:
                return id, title
        raise AssertionError(f"{answer} is not among {offered}")

    def _fill(self, answers: dict[str, list]) -> None:
        """Answer whatever is asked until the complaint has a number."""
        for _ in range(MOST_FILLED):
            step = self._step()
            if not step:
                return
            listed = answers.get(step)
            self._follow(listed.pop(0) if listed else self._skipping(step))
        raise AssertionError(f"no end after {MOST_FILLED} answers, last at {self._step()}")

    def _step(self) -> str:
        number = f"+{self.phone.number}"
        return next(chat.state.step for chat in Chat.objects.all() if chat.phone == number)

    def _skipping(self, step: str):
        """Return the answer to a question for which the script has none: to leave it out, or the first choice."""
        offered = [parse_tap_id(id)[1].partition(":")[0] for reply in self.shown for id, _, _ in choices(reply)]
        for answer in ("submit", "skip", "done", "no", "here", *offered[:1]):
            if answer in offered:
                return Tap(answer)
        return Say({"en": "skip", "ur": "چھوڑیں", "roman": "chhorein"})


def _without_numbers(text: str) -> str:
    """Return the text with numbers masked, as code: Markdown would read them as a heading."""
    return masked(text).replace(MASK, f"`{MASK}`")


def _reply_lines(reply: dict) -> Iterator[str]:
    """Yield the lines of a reply in Markdown: each on a line of its own, buttons and rows as code."""
    said = _without_numbers(words(reply))
    kind, offered = reply.get("interactive", {}).get("type"), list(choices(reply))
    if kind == "list":
        said = said.partition("\n\n1. ")[0]
    lines = said.split("\n")
    yield from (
        f"{line}\\" if line and following else line for line, following in zip(lines, [*lines[1:], ""], strict=True)
    )
    if kind == "list":
        yield ""
        yield from (f"- `{masked(title)}`" + (f" {masked(about)}" if about else "") for _, title, about in offered)
    elif kind == "button":
        yield ""
        yield " ".join(f"`{title}`" for _, title, _ in offered)
    elif kind == "location_request_message":
        yield ""
        yield "`📍`"
