"""What a step sees, and what it may decide."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from whatsapp.rules.heard import Heard
from whatsapp.rules.known import Kind, Known, in_language
from whatsapp.rules.languages import Language, of_portal
from whatsapp.rules.replies import Buttons, Choice, Picture, Reply, Text, clip
from whatsapp.rules.sentences import say
from whatsapp.rules.state import State
from whatsapp.rules.taps import tap


@dataclass(frozen=True)
class Person:
    """Who writes: their number in E.164, "" where WhatsApp does not tell it."""

    phone: str = ""

    @property
    def is_abroad(self) -> bool:
        """Whether the number is one of another country, where 15 and 1787 can't be dialled."""
        return bool(self.phone) and not self.phone.startswith("+92")


@dataclass(frozen=True)
class Scene:
    """One moment of a conversation: where it stands, what the portal knows, who writes, when."""

    state: State
    known: Known
    person: Person
    at: datetime

    def with_state(self, state: State) -> "Scene":
        return replace(self, state=state)

    def with_told(self, **told) -> "Scene":
        return self.with_state(replace(self.state, told={**self.state.told, **told}))

    def without(self, name: str) -> "Scene":
        return self.with_state(
            replace(self.state, told={key: value for key, value in self.state.told.items() if key != name})
        )

    @property
    def language(self) -> Language:
        return self.state.language or Language.URDU

    @property
    def site(self) -> str:
        """Where the portal's pages are in this language, without a slash at the end."""
        return self.known.site + ("/ur" if of_portal(self.language) == "ur" else "")

    @property
    def home(self) -> str:
        """The address of the portal's first page in this language."""
        return f"{self.site}/"

    @property
    def told(self) -> Mapping:
        return self.state.told

    def say(self, key: str, /, **facts) -> str:
        """One of the chat's own sentences."""
        return say(key, self.language, **facts)

    def say_by_reach(self, key: str, /, **facts) -> str:
        """A sentence that names a helpline; to a foreign number its other form, `<key>_abroad`."""
        return self.say(f"{key}_abroad" if self.person.is_abroad else key, **facts)

    def greeting(self, language: Language) -> str:
        """Who answers: a police force by its name, or an independent service."""
        operator = in_language(self.known.operator, language)
        return say("greeting_own", language, operator=operator) if operator else say("greeting", language)

    def text(self, key: str, /, **facts) -> Text:
        """A question that is answered in free words."""
        return Text(self.say(key, **facts))

    def buttons(self, body: str, *choices: tuple[str, str]) -> Buttons:
        """A question with up to three answers: (what the tap says, the sentence that names it)."""
        made = (Choice(tap(self.state.step, said), clip(self.say(key), 20)) for said, key in choices)
        return Buttons(body, tuple(made))

    @property
    def kind(self) -> Kind | None:
        """The kind of complaint that was chosen."""
        return self.known.kind(self.told.get("category", ""))


@dataclass(frozen=True)
class Want:
    """Something that only the portal can do or find out. `what` names a function of services.performing."""

    what: str
    facts: Mapping = field(default_factory=dict)


@dataclass(frozen=True)
class Goes:
    """What follows from what was heard.

    `to`: the step whose question comes next, "" for none, None to stay. `told`: what is kept. `says`: what is said
    before the next question. `wants`: done first, before any question; what comes of it is heard by the step `to`.
    `again`: heard once more, by the step `to`. `language`: the one that was chosen. `done`: the talk was sent in, and
    this is said again to whoever taps its button twice. `ends`: what was told is dropped (a talk that is over).
    `missed`: what was sent is no answer to the question. `offers`: buttons below the last words of a talk that is over.
    """

    to: str | None = None
    told: Mapping = field(default_factory=dict)
    says: tuple[str, ...] = ()
    wants: Want | None = None
    pictures: tuple[Picture, ...] = ()
    again: Heard | None = None
    language: Language | None = None
    done: Mapping = field(default_factory=dict)
    ends: bool = False
    missed: bool = False
    offers: Buttons | None = None


def stays(*says: str, **told) -> Goes:
    """The same question again, after these words."""
    return Goes(to=None, says=says, told=told)


def missed(*says: str, **told) -> Goes:
    """The same question again, because what was sent is no answer to it."""
    return Goes(to=None, says=says, told=told, missed=True)


def over(*says: str, pictures: tuple[Picture, ...] = (), offers: Buttons | None = None) -> Goes:
    """The talk has come to its end."""
    return Goes(to="", says=says, pictures=pictures, ends=True, offers=offers)


@dataclass(frozen=True)
class Step:
    """One question: how it is asked, and what an answer does. `free`: any words are an answer, greetings too.

    `begins`: nothing told before is needed, so an old list may lead here.
    """

    name: str
    hear: Callable[[Scene, Heard], Goes]
    ask: Callable[[Scene], Reply] | None = None
    free: bool = False
    begins: bool = False
