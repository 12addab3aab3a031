"""Questions of the police that only the complainant can answer: an invitation, an order to a station, who may read it.

They come after the questions about contact and solution (`complainant_questions`), one at a time.
"""

from collections.abc import Mapping

from whatsapp.rules import typed_text
from whatsapp.rules.dialog_steps import Context
from whatsapp.rules.dialogs import complainant_questions
from whatsapp.rules.dialogs.complainant_questions import QUESTIONS, ComplainantQuestion
from whatsapp.rules.public_directory import translate
from whatsapp.rules.replies import clip
from whatsapp.rules.text_direction import isolate_direction
from whatsapp.rules.time_format import format_day, format_moment

LONGEST_DETAIL = 250
"""Characters of a reason or a place in a question, so that question and summary fit into one message."""


def _waiting_question(part: str, key: str, titles: Mapping[str, str], *, yes: str, no: str) -> ComplainantQuestion:
    """Return the question of a part of the snapshot. `titles`: each answer and the key of its button's title."""
    typed = {yes: typed_text.YES, no: typed_text.NO}
    return ComplainantQuestion(key, tuple(titles.items()), dict.fromkeys(titles, f"answer_{part}"), typed)


WILL_YOU_COME = _waiting_question(
    "invitation",
    "will_you_come",
    {"comes": "i_will_come", "refuses": "i_will_not_come", "another_time": "another_time"},
    yes="comes",
    no="refuses",
)
MAY_STATION_BE_ORDERED = _waiting_question(
    "station_order",
    "may_station_be_ordered",
    {"agree": "i_agree", "refuse": "i_do_not_agree"},
    yes="agree",
    no="refuse",
)
DO_YOU_OBJECT = _waiting_question(
    "narrowing",
    "do_you_object",
    {"object": "i_object", "no_objection": "no_objection"},
    yes="object",
    no="no_objection",
)

WAITING_QUESTIONS = {"invitation": WILL_YOU_COME, "station_order": MAY_STATION_BE_ORDERED, "narrowing": DO_YOU_OBJECT}
"""The questions, by the part of the snapshot that holds the facts of each while it waits."""

ALL_QUESTIONS = (*QUESTIONS, *WAITING_QUESTIONS.values())


def open_questions(snapshot: Mapping) -> list[ComplainantQuestion]:
    """Return the questions that wait for the complainant, the most important first."""
    first = complainant_questions.pending_question(snapshot)
    return ([first] if first else []) + [
        question for part, question in WAITING_QUESTIONS.items() if is_unanswered(snapshot, part)
    ]


def current_question(snapshot: Mapping) -> ComplainantQuestion | None:
    """Return the question that the complainant has to answer now; None for none. One question at a time."""
    return next(iter(open_questions(snapshot)), None)


def is_unanswered(snapshot: Mapping, part: str) -> bool:
    """Return whether the question of this part of the snapshot waits for an answer."""
    facts = snapshot.get(part)
    return bool(facts) and not facts.get("answer")


def question_text(context: Context, question: ComplainantQuestion) -> str:
    """Return the question with its facts, in the person's language."""
    snapshot = context.answers["standing"]
    match question.key:
        case WILL_YOU_COME.key:
            return context.say(question.key, **invitation_facts(context, snapshot["invitation"]))
        case MAY_STATION_BE_ORDERED.key:
            order = snapshot["station_order"]
            facts = {name: _detail(order[name]) for name in ("offence", "place")}
            station = translate(order["station"], context.language)
            return context.say(question.key, station=station, day=format_day(order["day"], context.language), **facts)
        case DO_YOU_OBJECT.key:
            narrowing = snapshot["narrowing"]
            return context.say(
                question.key,
                whom=_detail(translate(narrowing["whom"], context.language)),
                why=_detail(narrowing["why"]),
                by=format_moment(narrowing["until"], context.language, zone=snapshot.get("zone", "")),
            )
    return complainant_questions.question_text(context, question)


def invitation_facts(context: Context, invitation: Mapping) -> dict[str, str]:
    """Return office and time of an invitation as text."""
    zone = context.answers["standing"].get("zone", "")
    return {
        "office": translate(invitation["office"], context.language),
        "at": format_moment(invitation["at"], context.language, zone=zone),
    }


def _detail(text: str) -> str:
    return isolate_direction(clip(text, LONGEST_DETAIL))
