"""News of a complaint, and the answer to the question that it asks.

Buttons name the complaint, because they stay on the phone. A typed answer counts while the question waits.
"""

from collections.abc import Mapping
from datetime import datetime

from complaints.rules import etag
from whatsapp.rules.chat_inputs import Input, Tap, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Transition, ask_again
from whatsapp.rules.dialogs.answer_choices import chosen_answer
from whatsapp.rules.dialogs.complainant_questions import (
    QUESTIONS,
    ComplainantQuestion,
    join_above_question,
    pending_question,
    question_text,
)
from whatsapp.rules.dialogs.complaint_tracking import open_and_answer
from whatsapp.rules.dialogs.filed_complaint_texts import summary_lines
from whatsapp.rules.replies import LONGEST_BODY, ButtonReply, Reply, ReplyButton, TextReply, clip
from whatsapp.rules.sentences import sentence_table
from whatsapp.rules.tap_ids import make_tap_id, parse_tap_id
from whatsapp.rules.time_format import format_moment

NEWS_STEP = "news"
ASKING_MESSAGES = {"contact_claimed", "resolved"}
"""Messages with a question that only the complainant can answer."""

OFFICER_WORDS = {"question": ("question", "answer"), "message": ("news", "open")}
"""Messages that contain an officer's text: the key of the text, and the action of the button."""

RECEIPT_MESSAGES = frozenset({"registered"})
"""Messages that repeat the receipt of the chat."""

LONGEST_EXCERPT = 300


def news_reply(context: Context, message: str, facts: Mapping) -> Reply:
    """Return the message for a person who may see the complaint (`context.answers["standing"]`)."""
    snapshot = context.answers["standing"]
    about = context.say("news_about", etag=etag.format_etag(snapshot["etag"]))
    if message in ASKING_MESSAGES and (question := pending_question(snapshot)):
        lines = [about, *summary_lines(context, most=LONGEST_EXCERPT)[1:]]
        return ButtonReply(
            join_above_question("\n".join(lines), question_text(context, question)),
            _answer_buttons(context, question, snapshot["etag"]),
        )
    which, action = OFFICER_WORDS.get(message, ("", "open"))
    lines = [about, *_news_sentences(context, message, facts)]
    if words := snapshot.get(which):
        lines.append(clip(words, 600))
    button = _news_button(context, f"open:{action}", f"{action}_it", snapshot["etag"])
    return ButtonReply(clip("\n".join(lines), LONGEST_BODY), (button,))


def request_news_reply(context: Context, message: str, facts: Mapping) -> Reply | None:
    """Return news of a request; None if the chat has no sentence for it."""
    if f"news_{message}" not in sentence_table():
        return None
    return TextReply(context.say(f"news_{message}", number=facts.get("spaced", ""), site=context.site))


def pending_question_key(message: str, snapshot: Mapping) -> str:
    """Return the key of the question that a typed reply would answer; "" for none."""
    question = pending_question(snapshot) if message in ASKING_MESSAGES else None
    return question.key if question else ""


def _news_sentences(context: Context, message: str, facts: Mapping) -> list[str]:
    key = f"news_{message}_{facts.get('clock')}" if message == "late" else f"news_{message}"
    sentences = [context.say(key if key in sentence_table() else "news_other")]
    if message in {"late", "still_late"} and facts.get("told"):
        sentences.append(context.say("news_told_above"))
    if message in {"marked", "passed_on", "objection_marked", "reinstated"} and not facts.get("by_portal"):
        sentences += _deadline_sentences(context, "due_contact", facts.get("contact_due_at"))
    return sentences + (
        _deadline_sentences(context, "news_report_by", facts.get("report_due_at")) if message == "recategorised" else []
    )


def _deadline_sentences(context: Context, key: str, at: datetime | str | None) -> list[str]:
    iso = at.isoformat() if isinstance(at, datetime) else at
    return [context.say(key, by=format_moment(iso, context.language))] if iso else []


def _answer_buttons(context: Context, question: ComplainantQuestion, number: str) -> tuple[ReplyButton, ...]:
    return tuple(_news_button(context, f"{question.key}:{answer}", title, number) for answer, title in question.answers)


def _news_button(context: Context, answer: str, title: str, number: str) -> ReplyButton:
    return ReplyButton(make_tap_id(NEWS_STEP, f"{answer}:{number}"), clip(context.say(title), 20))


def ask_news_question(context: Context) -> Reply | None:
    """Repeat the question after an unusable reply; None if no question waits."""
    waiting = context.answers.get("_news") or {}
    question = _waiting_question(waiting)
    if question is None:
        return None
    body = context.say("news_about", etag=etag.format_etag(waiting["etag"])) + "\n" + context.say("please_answer")
    return ButtonReply(body, _answer_buttons(context, question, waiting["etag"]))


def _waiting_question(waiting: Mapping) -> ComplainantQuestion | None:
    return next((one for one in QUESTIONS if one.key == waiting.get("asked")), None)


def handle_news_reply(context: Context, message: Input) -> Transition:
    """Handle a button below news, or a typed answer to its question."""
    if isinstance(message, Tap):
        question_key, answer, number, *_ = *parse_tap_id(message.id)[1].split(":"), "", "", ""
        return open_and_answer(number, question_key, answer) if number else ask_again(context.say("old_list"))
    waiting = context.answers.get("_news") or {}
    question = _waiting_question(waiting)
    if (
        question
        and isinstance(message, TypedText)
        and (answer := chosen_answer(message, question.moves.keys(), question.typed))
    ):
        return open_and_answer(waiting["etag"], question.key, answer)
    return ask_again(context.say("not_understood"))


STEPS = (DialogStep(NEWS_STEP, handle_news_reply, ask_news_question, begins=True),)
