"""The front door: which language, which of the fifteen services."""

from functools import partial

from whatsapp.rules import holding, typed
from whatsapp.rules.heard import Heard, Located, Said, Tapped
from whatsapp.rules.known import Service, in_language
from whatsapp.rules.languages import OWN_NAMES, Language
from whatsapp.rules.picking import Option, menu, pick
from whatsapp.rules.replies import Buttons, Choice, Reply
from whatsapp.rules.scene import Goes, Scene, Step, missed, stays
from whatsapp.rules.talks.services import BEGIN
from whatsapp.rules.taps import read, tap

LANGUAGES = (Language.URDU, Language.ENGLISH, Language.ROMAN)
_TYPED = {
    "urdu": Language.URDU, "اردو": Language.URDU, "english": Language.ENGLISH, "angrezi": Language.ENGLISH,
    "انگریزی": Language.ENGLISH, "roman": Language.ROMAN, "roman urdu": Language.ROMAN, "رومن": Language.ROMAN,
}  # fmt: skip


def ask_language(scene: Scene) -> Reply:
    """In both scripts at once: nobody has said yet which they read."""
    choices = (Choice(tap("language", language), OWN_NAMES[language]) for language in LANGUAGES)
    return Buttons(scene.say("choose_language"), tuple(choices))


def hear_language(scene: Scene, heard: Heard) -> Goes:
    chosen = _language(heard)
    if chosen is None:
        return missed()
    first = holding.thaw(scene.told.get("_first"))
    if isinstance(first, Said) and (typed.command(first.text) or typed.number(first.text) is not None):
        first = None
    if scene.state.trail:
        return Goes(language=chosen)
    return Goes(to="menu", language=chosen, again=first, says=(scene.greeting(chosen),))


def _language(heard: Heard) -> Language | None:
    if isinstance(heard, Tapped) and read(heard.id)[1] in set(Language):
        return Language(read(heard.id)[1])
    if not isinstance(heard, Said):
        return None
    number = typed.number(heard.text)
    if number is not None:
        return LANGUAGES[number - 1] if 1 <= number <= len(LANGUAGES) else None
    return _TYPED.get(typed.plain(heard.text))


def services(scene: Scene) -> tuple[Option, ...]:
    """The fifteen, in their order."""
    return tuple(_option(scene, service) for service in scene.known.menu())


def _option(scene: Scene, service: Service) -> Option:
    title, line = (in_language(words, scene.language) for words in (service.titles, service.lines))
    return Option(service.code, service.names, title, line)


def ask_service(scene: Scene) -> Reply:
    """All fifteen numbered in the words; nine rows and *More*."""
    return menu(scene, scene.say("choose_service"), services(scene), button="services")


def hear_service(scene: Scene, heard: Heard) -> Goes:
    """A service by its number, its name or a tap. A file or a place is none (rules.helping)."""
    if isinstance(heard, Located):
        return missed(scene.say("file_for_what"))
    return pick(scene, heard, services(scene), partial(begin, scene))


def begin(scene: Scene, code: str) -> Goes:
    """Into a service, with nothing told before."""
    return BEGIN[code](scene) if code in BEGIN else stays(scene.say("not_here_yet"))


STEPS = (
    Step("language", hear_language, ask_language, begins=True),
    Step("menu", hear_service, ask_service, begins=True),
)
