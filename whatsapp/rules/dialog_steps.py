"""What a step of a dialog receives (`Context`) and returns (`Transition`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from whatsapp.rules.chat_inputs import Input
from whatsapp.rules.chat_state import State
from whatsapp.rules.languages import Language, portal_language
from whatsapp.rules.public_directory import ComplaintKind, Directory, Translations, translate
from whatsapp.rules.replies import ButtonReply, LinkReply, PictureReply, Reply, ReplyButton, TextReply, clip
from whatsapp.rules.sentences import say, sentence_translations
from whatsapp.rules.tap_ids import make_tap_id


@dataclass(frozen=True)
class Person:
    """The person who writes. `phone`: the number in E.164, "" if WhatsApp does not provide it."""

    phone: str = ""

    @property
    def is_abroad(self) -> bool:
        """Whether the number belongs to another country, from which 15 and 1787 cannot be called."""
        return bool(self.phone) and not self.phone.startswith("+92")


@dataclass(frozen=True)
class Context:
    """The input of a step besides the message: the state, the portal's public data, the person and the time."""

    state: State
    directory: Directory
    person: Person
    at: datetime

    def with_state(self, state: State) -> "Context":
        return replace(self, state=state)

    def with_answers(self, **answers) -> "Context":
        return self.with_state(replace(self.state, answers={**self.state.answers, **answers}))

    def without_answer(self, name: str) -> "Context":
        return self.with_state(
            replace(self.state, answers={key: value for key, value in self.state.answers.items() if key != name})
        )

    @property
    def language(self) -> Language:
        return self.state.language or Language.URDU

    @property
    def site(self) -> str:
        """The root address of the portal's pages in this language, without a slash at the end."""
        return self.directory.site + ("/ur" if portal_language(self.language) == "ur" else "")

    @property
    def home(self) -> str:
        """The address of the portal's first page in this language."""
        return f"{self.site}/"

    @property
    def answers(self) -> Mapping:
        return self.state.answers

    def say(self, key: str, /, **facts) -> str:
        """Return a sentence of the chat in the person's language."""
        return say(key, self.language, self.directory.sentences, **facts)

    def say_in_every_language(self, key: str) -> Translations:
        """Return a sentence in every language, for an option that can be typed in each."""
        return sentence_translations(key, self.directory.sentences)

    def say_for_country(self, key: str, /, **facts) -> str:
        """Return a sentence that names a helpline; for a foreign number its variant `<key>_abroad`."""
        return self.say(f"{key}_abroad" if self.person.is_abroad else key, **facts)

    def greeting(self, language: Language) -> str:
        """Return the greeting, which names the police force or says that the service is independent."""
        operator = translate(self.directory.operator, language)
        if operator:
            return say("greeting_own", language, self.directory.sentences, operator=operator)
        return say("greeting", language, self.directory.sentences)

    def text(self, key: str, /, **facts) -> TextReply:
        """Return a question that is answered in free text."""
        return TextReply(self.say(key, **facts))

    def buttons(self, body: str, *choices: tuple[str, str]) -> ButtonReply:
        """Return a question with up to three buttons. `choices`: pairs of an answer and the key of its title."""
        buttons = (
            ReplyButton(make_tap_id(self.state.step, answer), clip(self.say(key), 20)) for answer, key in choices
        )
        return ButtonReply(body, tuple(buttons))

    @property
    def kind(self) -> ComplaintKind | None:
        """The kind of complaint that the person chose."""
        return self.directory.kind(self.answers.get("category", ""))


@dataclass(frozen=True)
class Effect:
    """A request to the portal to do or look up something. `name`: a key of `services.effects.HANDLERS`."""

    name: str
    facts: Mapping = field(default_factory=dict)


@dataclass(frozen=True)
class Transition:
    """The outcome of a step.

    `to`: the next step, "" for none, None for the same one. `answers`: values to keep. `messages`: sentences that come
    before the next question. `effect`: performed before any question; the step `to` handles its result. `replay`: an
    input that the step `to` handles next. `language`: the language that was chosen. `receipt`: what was said when the
    dialog was sent in; a second tap on the same button repeats it. `ends`: the dialog is over and its answers are
    dropped. `is_miss`: the message was no answer to the question. `offers`: buttons or a link below the last message
    of a dialog that is over. `interrupts`: the current dialog is kept, so that it can be resumed, before the answers
    are stored. `is_quiet`: a further file of an album, which needs no reply of its own.
    """

    to: str | None = None
    answers: Mapping = field(default_factory=dict)
    messages: tuple[str, ...] = ()
    effect: Effect | None = None
    pictures: tuple[PictureReply, ...] = ()
    replay: Input | None = None
    language: Language | None = None
    receipt: Mapping = field(default_factory=dict)
    ends: bool = False
    is_miss: bool = False
    offers: ButtonReply | LinkReply | None = None
    interrupts: bool = False
    is_quiet: bool = False


def repeat_question_after(*messages: str, **answers) -> Transition:
    """Return a transition that asks the same question after these messages."""
    return Transition(to=None, messages=messages, answers=answers)


def ask_again(*messages: str, **answers) -> Transition:
    """Return a transition that asks the same question because the message was no answer to it."""
    return Transition(to=None, messages=messages, answers=answers, is_miss=True)


def end_dialog(
    *messages: str, pictures: tuple[PictureReply, ...] = (), offers: ButtonReply | LinkReply | None = None
) -> Transition:
    """Return a transition that ends the dialog."""
    return Transition(to="", messages=messages, pictures=pictures, ends=True, offers=offers)


@dataclass(frozen=True)
class DialogStep:
    """One question of a dialog.

    `ask` returns the question, `handle` what follows from an answer. `free`: any text is an answer, greetings included.
    `begins`: the step needs no earlier answer, so a button of an old message may lead to it.
    """

    name: str
    handle: Callable[[Context, Input], Transition]
    ask: Callable[[Context], Reply] | None = None
    free: bool = False
    begins: bool = False
