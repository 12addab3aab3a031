"""Scripts of calls: what the operator reads aloud, in both languages, and the reminders for the operator."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.rules.calls.cell_calls import Purpose

LANGUAGES = ("ur", "en")
SOLVED_LINE = gettext_lazy("The police say that the matter is solved. You have 7 days to say whether it is.")
"""Read out with the news while the complainant has to say whether the matter is solved."""


@dataclass(frozen=True)
class CallScript:
    """Lines to read aloud, in one language.

    `opening`: the greeting. `to_others`: for anybody else who answers. `for_complainant`: for the complainant only.
    """

    language: str
    opening: str
    to_others: str
    for_complainant: list[str]


def build_call_scripts(
    purpose: Purpose, *, name: str, guarded: bool, first: str, news_lines: Sequence[str] = ()
) -> list[CallScript]:
    """Return the script in both languages, the complainant's own (`first`) before the other.

    `guarded`: the matter is sensitive, the complainant has a secret word, is a child or wants neutral wording. Other
    people who answer must not learn who is calling. `news_lines`: lazy texts to read out after the news.
    """
    order = sorted(LANGUAGES, key=lambda language: language != first)
    return [_build_script(language, purpose, news_lines, name=name, guarded=guarded) for language in order]


def _build_script(
    language: str, purpose: Purpose, news_lines: Sequence[str], *, name: str, guarded: bool
) -> CallScript:
    with translation.override(language):
        if guarded:
            to_others = _("I will call again. When is a good time?")
        else:
            to_others = _("I will call again. When can I reach them?")
        return CallScript(
            language, _greeting_sentence(name, guarded=guarded), to_others, _lines_for(purpose, news_lines)
        )


def _greeting_sentence(name: str, *, guarded: bool) -> str:
    if guarded:
        by_name = _("Good day. Is this %(name)s? Can you speak privately now?") % {"name": name}
        return by_name if name else _("Good day. You asked for a call. Can you speak privately now?")
    if name:
        return _("Good day, this is the police complaint cell. Is this %(name)s? Can you speak now?") % {"name": name}
    return _("Good day, this is the police complaint cell. You have a complaint with us. Can you speak now?")


def _lines_for(purpose: Purpose, news_lines: Sequence[str]) -> list[str]:
    return {
        Purpose.CONTACT: [
            _(
                "An officer says that they spoke to you. Did that officer speak to you personally, did someone "
                "else, or did nobody?"
            ),
        ],
        Purpose.SAMPLE: [
            _(
                "You told us that the officer spoke to you. Did that officer speak to you personally, did "
                "someone else, or did nobody?"
            ),
            _("Did anybody tell you what to answer?"),
        ],
        Purpose.VERIFY: [
            _("The officer has submitted a report. I will tell you what it says."),
            _("Are you satisfied with it or not? If not, what is missing?"),
        ],
        Purpose.WITHDRAWAL: [
            _(
                "You asked to withdraw your complaint. Is this your own decision? Are you alone? Is anyone "
                "putting pressure on you?"
            ),
            _(
                "Your complaint can continue. Your reasons stay with this complaint cell. You can reopen the "
                "complaint within 90 days."
            ),
        ],
        Purpose.EXCUSE: [
            _("The officer tried three times to reach you. When and how can the officer reach you?"),
        ],
        Purpose.NEWS: [
            _("There is an update on your complaint. I will read it to you."),
            *map(str, news_lines),
            _("Do you want to answer or add something?"),
        ],
        Purpose.CONNECT: [
            _("The officer handling your complaint would like to speak to you. They cannot see your number."),
            _(
                "Do you want to speak to the officer now? You do not have to, and refusing does not affect your "
                "complaint."
            ),
        ],
    }[purpose]


def operator_reminders(purpose: Purpose, *, guarded: bool) -> list[str]:
    """Return the reminders for the operator, in the operator's language. They are not read aloud."""
    to_others = (
        _(
            "If anyone else answers, say only what is written below. Do not mention the police, a complaint or "
            "an office."
        )
        if guarded
        else _("If anyone else answers, do not say what the complaint is about.")
    )
    for_purpose = {
        Purpose.CONTACT: [_("Tell them the officer's rank and name."), _("Do not suggest an answer.")],
        Purpose.SAMPLE: [_("Do not suggest an answer.")],
        Purpose.VERIFY: [_("Tell them the report's outcome in your own words.")],
        Purpose.WITHDRAWAL: [_("If they are not alone or seem to be under pressure, ask when to call back.")],
        Purpose.EXCUSE: [_("Write down when and how they can be reached.")],
        Purpose.NEWS: [
            _("Read it from the complaint page, slowly, and once more if they ask."),
            _("Write down what they say."),
        ],
        Purpose.CONNECT: [
            _("Call the complainant first, then the officer, and connect them. Do not give either of them a number."),
            _("Do not listen in. Record how long they spoke."),
        ],
    }[purpose]
    return [to_others, *for_purpose, _("Never ask for a code.")]
