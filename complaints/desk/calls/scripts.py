"""What is said in a call, in plain words and both languages; and apart from it, what the operator keeps in mind."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from complaints.rules.calling import Purpose

LANGUAGES = ("ur", "en")


@dataclass(frozen=True)
class Script:
    """Lines to be read aloud, in one language: to begin, to anybody else, and `say`: then, to the person alone."""

    language: str
    opening: str
    to_others: str
    say: list[str]


def scripts(purpose: Purpose, *, name: str, guarded: bool, first: str) -> list[Script]:
    """In both languages, the person's own (`first`) before the other.

    `guarded`: the matter is sensitive or they asked for neutral words, so nobody who answers learns who is ringing.
    """
    order = sorted(LANGUAGES, key=lambda language: language != first)
    return [_script(language, purpose, name=name, guarded=guarded) for language in order]


def _script(language: str, purpose: Purpose, *, name: str, guarded: bool) -> Script:
    with translation.override(language):
        return Script(language, _opening(name, guarded=guarded), _to_others(guarded=guarded), _say(purpose))


def _opening(name: str, *, guarded: bool) -> str:
    if guarded:
        asked = _("Good day. Is this %(name)s? Can you speak alone now?") % {"name": name}
        return asked if name else _("Good day. You asked for a call. Can you speak alone now?")
    if name:
        return _("Good day, this is the police complaint cell. Is this %(name)s? Can you speak now?") % {"name": name}
    return _("Good day, this is the police complaint cell. You have a complaint with us. Can you speak now?")


def _to_others(*, guarded: bool) -> str:
    return _("I will ring again. When is a good time?") if guarded else _("I will ring again. When can I reach them?")


def _say(purpose: Purpose) -> list[str]:
    return {
        Purpose.CONTACT: [
            _("An officer says that they spoke to you. Was it that officer personally, somebody else, or nobody?"),
        ],
        Purpose.SAMPLE: [
            _("You told us that the officer spoke to you. Was it that officer personally, somebody else, or nobody?"),
            _("Did anybody tell you what to answer?"),
        ],
        Purpose.VERIFY: [
            _("The officer has reported. I will tell you what the report says."),
            _("Are you satisfied with it, or not? What is missing?"),
        ],
        Purpose.WITHDRAWAL: [
            _("You asked to withdraw your complaint. Is it your own wish? Are you alone? Does anybody press you?"),
            _("It can go on. Why you decide as you do stays with this cell. You may take it up again for 90 days."),
        ],
        Purpose.EXCUSE: [
            _("The officer tried three times to reach you. When and how can the officer reach you?"),
        ],
        Purpose.NEWS: [
            _("There is news of your complaint. I will read it to you."),
            _("Do you want to answer or add something?"),
        ],
        Purpose.CONNECT: [
            _("The officer who looks into your complaint would like to speak with you. They don't see your number."),
            _("Do you want to speak with the officer now? You need not, and it changes nothing."),
        ],
    }[purpose]


def mind(purpose: Purpose, *, guarded: bool) -> list[str]:
    """What the operator keeps in mind and says to nobody, in the operator's own language."""
    to_others = (
        _("To anybody else say only what stands below: no police, no complaint, no office.")
        if guarded
        else _("To anybody else say nothing of what the complaint is about.")
    )
    own = {
        Purpose.CONTACT: [_("Tell them the officer's rank and name."), _("Help with no answer.")],
        Purpose.SAMPLE: [_("Help with no answer.")],
        Purpose.VERIFY: [_("Tell them the report's outcome in your own words.")],
        Purpose.WITHDRAWAL: [_("If they are not alone, or seem pressed, ask when to call back.")],
        Purpose.EXCUSE: [_("Write down when and how they can be reached.")],
        Purpose.NEWS: [
            _("Read it from the file, slowly, and once more if they ask."),
            _("Write down what they say."),
        ],
        Purpose.CONNECT: [
            _("Ring the complainant first, then the officer, and put the call through. Tell neither any number."),
            _("You don't listen. Write down how long they spoke."),
        ],
    }[purpose]
    return [to_others, *own, _("Never ask for a code.")]
