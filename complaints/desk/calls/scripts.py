"""What to say in a call, in plain words and both languages; and what never to say to somebody else who answers."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from complaints.rules.calling import Purpose

LANGUAGES = ("ur", "en")


@dataclass(frozen=True)
class Script:
    """Lines in one language: how to begin, what to say to anybody else, and then, to the person alone, what to ask."""

    language: str
    opening: str
    to_others: str
    questions: list[str]


def scripts(purpose: Purpose, *, name: str, guarded: bool, first: str) -> list[Script]:
    """In both languages, the person's own (`first`) before the other.

    `guarded`: the matter is sensitive or they asked for neutral words, so nobody who answers learns who is ringing.
    """
    order = sorted(LANGUAGES, key=lambda language: language != first)
    return [_script(language, purpose, name=name, guarded=guarded) for language in order]


def _script(language: str, purpose: Purpose, *, name: str, guarded: bool) -> Script:
    with translation.override(language):
        return Script(language, _opening(name, guarded=guarded), _to_others(guarded=guarded), _questions(purpose))


def _opening(name: str, *, guarded: bool) -> str:
    if guarded:
        asked = _("Good day. Is this %(name)s? Can you speak alone now?") % {"name": name}
        return asked if name else _("Good day. You asked for a call. Can you speak alone now?")
    if name:
        return _("Good day, this is the police complaint cell. Is this %(name)s? Can you speak now?") % {"name": name}
    return _("Good day, this is the police complaint cell. You have a complaint with us. Can you speak now?")


def _to_others(*, guarded: bool) -> str:
    if guarded:
        return _("I will ring again. When is a good time? Say no more: no police, no complaint, no office.")
    return _("I will ring again. When can I reach them? Say nothing of what the complaint is about.")


def _questions(purpose: Purpose) -> list[str]:
    return {
        Purpose.CONTACT: [
            _("An officer says that they spoke to you. Was it that officer personally, somebody else, or nobody?"),
            _("Read rank and name of the officer. Never ask for a code, and help with no answer."),
        ],
        Purpose.SAMPLE: [
            _("You told us that the officer spoke to you. Was it that officer personally, somebody else, or nobody?"),
            _("Did anybody tell you what to answer?"),
        ],
        Purpose.VERIFY: [
            _("The officer has reported. Read them the report's outcome in your own words."),
            _("Are you satisfied with it, or not? What is missing?"),
        ],
        Purpose.WITHDRAWAL: [
            _("You asked to withdraw your complaint. Is it your own wish? Are you alone? Does anybody press you?"),
            _("It can go on, and nobody learns what you say now. You may take it up again for 90 days."),
        ],
        Purpose.EXCUSE: [
            _("The officer tried three times to reach you. When and how can the officer reach you?"),
        ],
        Purpose.NEWS: [
            _("There is news of your complaint. Read it to them from the file, slowly, and once more if they ask."),
            _("Do you want to answer or add something? Write down what they say."),
        ],
    }[purpose]
