"""News of a complaint, written for the chat, and the answer to what it asks.

The buttons below it name the complaint, because they stay on the telephone; a reply in words is understood while the
question waits.
"""

from collections.abc import Mapping
from datetime import datetime

from complaints.rules import etag
from whatsapp.rules.dialogs.answer_choices import chosen_answer
from whatsapp.rules.dialogs.complaint_tracking import (
    QUESTIONS,
    ComplainantQuestion,
    join_above_question,
    open_and_answer,
    pending_question,
    question_text,
    summary_lines,
)
from whatsapp.rules.inputs import Input, Tap, TypedText
from whatsapp.rules.replies import LONGEST_BODY, ButtonReply, Reply, ReplyButton, TextReply, clip
from whatsapp.rules.sentences import sentence_table
from whatsapp.rules.steps import Context, DialogStep, Transition, ask_again
from whatsapp.rules.tap_ids import make_tap_id, parse_tap_id
from whatsapp.rules.time_format import format_moment

NEWS_STEP = "news"
ASKING_MESSAGES = {"contact_claimed", "resolved"}
"""Messages that ask what only the complainant can say."""

OFFICER_WORDS = {"question": ("question", "answer"), "message": ("news", "open")}
"""Messages that bring an officer's words: which words, and what the button does."""

RECEIPT_MESSAGES = frozenset({"registered"})
"""What the chat has said already, as the receipt."""

LONGEST_EXCERPT = 300


def write_news(context: Context, message: str, facts: Mapping) -> Reply:
    """The message to somebody whose complaint is shown to them (`scene.answers["standing"]`)."""
    standing = context.answers["standing"]
    about = context.say("news_about", etag=etag.spaced(standing["etag"]))
    if message in ASKING_MESSAGES and (asked := pending_question(standing)):
        lines = [about, *summary_lines(context, most=LONGEST_EXCERPT)[1:]]
        return ButtonReply(
            join_above_question("\n".join(lines), question_text(context, asked)),
            _answer_buttons(context, asked, standing["etag"]),
        )
    which, does = OFFICER_WORDS.get(message, ("", "open"))
    lines = [about, *_sentences(context, message, facts)]
    if said := standing.get(which):
        lines.append(clip(said, 600))
    button = _button(context, f"open:{does}", f"{does}_it", standing["etag"])
    return ButtonReply(clip("\n".join(lines), LONGEST_BODY), (button,))


def write_request_news(context: Context, message: str, facts: Mapping) -> Reply | None:
    """News of what is no complaint; None for what has no words of the chat's."""
    if f"news_{message}" not in sentence_table():
        return None
    return TextReply(context.say(f"news_{message}", number=facts.get("spaced", ""), site=context.site))


def pending_question_key(message: str, standing: Mapping) -> str:
    """The question that a reply in words would answer; "" where the message asks none."""
    asked = pending_question(standing) if message in ASKING_MESSAGES else None
    return asked.key if asked else ""


def _sentences(context: Context, message: str, facts: Mapping) -> list[str]:
    key = f"news_{message}_{facts.get('clock')}" if message == "late" else f"news_{message}"
    said = [context.say(key if key in sentence_table() else "news_other")]
    if message in {"late", "still_late"} and facts.get("told"):
        said.append(context.say("news_told_above"))
    if message in {"marked", "passed_on", "objection_marked", "reinstated"} and not facts.get("by_portal"):
        said += _deadline_sentence(context, "due_contact", facts.get("contact_due_at"))
    return said + (
        _deadline_sentence(context, "news_report_by", facts.get("report_due_at")) if message == "recategorised" else []
    )


def _deadline_sentence(context: Context, key: str, at: datetime | str | None) -> list[str]:
    iso = at.isoformat() if isinstance(at, datetime) else at
    return [context.say(key, by=format_moment(iso, context.language))] if iso else []


def _answer_buttons(context: Context, asked: ComplainantQuestion, number: str) -> tuple[ReplyButton, ...]:
    return tuple(_button(context, f"{asked.key}:{said}", title, number) for said, title in asked.answers)


def _button(context: Context, said: str, title: str, number: str) -> ReplyButton:
    return ReplyButton(make_tap_id(NEWS_STEP, f"{said}:{number}"), clip(context.say(title), 20))


def ask(context: Context) -> Reply | None:
    """The question once more, where something else was sent. None where an older button is tapped."""
    waits = context.answers.get("_news") or {}
    asked = _waiting_question(waits)
    if asked is None:
        return None
    body = context.say("news_about", etag=etag.spaced(waits["etag"])) + "\n" + context.say("please_answer")
    return ButtonReply(body, _answer_buttons(context, asked, waits["etag"]))


def _waiting_question(waits: Mapping) -> ComplainantQuestion | None:
    return next((one for one in QUESTIONS if one.key == waits.get("asked")), None)


def handle(context: Context, message: Input) -> Transition:
    """A button below news, or a reply in words to the question that it asked."""
    if isinstance(message, Tap):
        what, said, number, *_ = *parse_tap_id(message.id)[1].split(":"), "", "", ""
        return open_and_answer(number, what, said) if number else ask_again(context.say("old_list"))
    waits = context.answers.get("_news") or {}
    asked = _waiting_question(waits)
    if asked and isinstance(message, TypedText) and (said := chosen_answer(message, asked.moves.keys(), asked.typed)):
        return open_and_answer(waits["etag"], asked.key, said)
    return ask_again(context.say("not_understood"))


STEPS = (DialogStep(NEWS_STEP, handle, ask, begins=True),)
