"""News of a complaint, with buttons for its question or for what the complainant can do about it.

Buttons name the complaint, because they stay on the phone. A typed answer counts while the question waits.
"""

from collections.abc import Mapping

from complaints.rules import etag
from whatsapp.rules import typed_text
from whatsapp.rules.chat_inputs import Input, Tap, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Transition, ask_again
from whatsapp.rules.dialogs.complainant_questions import (
    ComplainantQuestion,
    given_answer,
    join_above_question,
    pending_question,
)
from whatsapp.rules.dialogs.complaint_tracking import DO_MOVE, open_and_answer, open_and_hear
from whatsapp.rules.dialogs.end_acts import END_STEP
from whatsapp.rules.dialogs.voice_answers import is_voice_note, note_facts
from whatsapp.rules.dialogs.waiting_questions import ALL_QUESTIONS, WAITING_QUESTIONS, is_unanswered, question_text
from whatsapp.rules.filed_complaint_texts import deadline_lines, summary_lines
from whatsapp.rules.replies import LONGEST_BODY, ButtonReply, Reply, ReplyButton, TextReply, clip
from whatsapp.rules.sentences import sentence_table
from whatsapp.rules.tap_ids import make_tap_id, parse_tap_id

NEWS_STEP = "news"
ASKING_MESSAGES = {"contact_claimed", "resolved"}
"""Messages with a question that only the complainant can answer."""

WAITING_MESSAGES = {"invited": "invitation", "station_consent": "station_order", "narrowing_announced": "narrowing"}
"""Messages with a question of `waiting_questions`, and the part of the snapshot with its facts."""

OFFICER_WORDS = {"question": "question", "message": "news", "rejected": "status_reason"}
"""Messages that contain an officer's text, and the part of the snapshot with it."""

OPEN_IT = ("open:open", "open_it")
NEWS_BUTTONS = {
    "question": (("open:answer", "answer_it"), OPEN_IT),
    "message": (("do:add", "write_back"), OPEN_IT),
    "contact_unconfirmed": (("do:add", "that_is_not_true"), OPEN_IT),
    "contact_tried": (("do:add", "that_is_not_true"), OPEN_IT),
    "contact_excused": (("do:add", "write_to_officer"), OPEN_IT),
    "question_unanswered": (("do:add", "write_my_answer"), OPEN_IT),
    "withdrawal_asked": (("do:keep", "act_keep"), OPEN_IT),
    "rejected": (("do:appeal", "act_appeal"), OPEN_IT),
    "merged": (("do:reinstate", "different_matter"), OPEN_IT),
    "closed": (("do:change", "act_change"), OPEN_IT),
    "closed_unanswered": (("do:appeal", "act_appeal"), OPEN_IT),
    "closed_as_feedback": (("do:appeal", "act_appeal"), OPEN_IT),
    "withdrawn": (("do:reinstate", "act_reinstate"), OPEN_IT),
}
"""Buttons below news that leaves something to the complainant: an act, and the key of the title. Others open it."""

OFFICERS_QUESTION, OFFICERS_MESSAGE = "question", "message"
"""The messages with an officer's question, and with what an officer wrote."""

LATE_MESSAGES = frozenset({"late", "still_late"})
"""Messages that say what is late."""

RECEIPT_MESSAGES = frozenset({"registered"})
"""Messages that repeat the receipt of the chat."""

LONGEST_EXCERPT = 300


def news_reply(context: Context, message: str, facts: Mapping) -> Reply:
    """Return the message for a person who may see the complaint (`context.answers["standing"]`)."""
    snapshot = context.answers["standing"]
    about = context.say("news_about", etag=etag.format_etag(snapshot["etag"]))
    if question := _question_of_news(message, snapshot):
        lines = [about, *summary_lines(context, most=LONGEST_EXCERPT)[1:]]
        return ButtonReply(
            join_above_question("\n".join(lines), question_text(context, question)),
            _answer_buttons(context, question, snapshot["etag"]),
        )
    key = f"news_{message}_{facts.get('clock')}" if message == "late" else f"news_{message}"
    lines = [about, context.say(key if key in sentence_table() else "news_other")]
    if message in LATE_MESSAGES and facts.get("told"):
        lines.append(context.say("news_told_above"))
    if words := snapshot.get(OFFICER_WORDS.get(message, "")):
        lines.append(clip(words, 500))
    deadlines = deadline_lines(context, snapshot)
    if message in LATE_MESSAGES and (snapshot.get("due") or {}).get("late"):
        deadlines = deadlines[1:]  # the sentence itself says what is late
    return ButtonReply(clip("\n".join([*lines, *deadlines]), LONGEST_BODY), _act_buttons(context, message, snapshot))


def _act_buttons(context: Context, message: str, snapshot: Mapping) -> tuple[ReplyButton, ...]:
    """Return the buttons for what the complainant can do now."""
    possible = {*snapshot["moves"], *(["change"] if snapshot.get("change_until") else [])}
    return tuple(
        _news_button(context, act, title, snapshot["etag"])
        for act, title in NEWS_BUTTONS.get(message, (OPEN_IT,))
        if not act.startswith(f"{DO_MOVE}:") or act.removeprefix(f"{DO_MOVE}:") in possible
    )


def _question_of_news(message: str, snapshot: Mapping) -> ComplainantQuestion | None:
    """Return the question that the message asks and that still waits; None for news without one."""
    if message in ASKING_MESSAGES:
        return pending_question(snapshot)
    part = WAITING_MESSAGES.get(message, "")
    return WAITING_QUESTIONS[part] if part and is_unanswered(snapshot, part) else None


REQUEST_BUTTONS = {
    "feedback_answered": (make_tap_id(END_STEP, "feedback"), "give_feedback"),
    "verification_answered": (make_tap_id(END_STEP, "verification"), "track_verification"),
}
"""The button below news of a request, which belongs to no complaint: its id, and the key of its title."""


def request_news_reply(context: Context, message: str, facts: Mapping) -> Reply | None:
    """Return news of a request with its button; None if the chat has no sentence for it."""
    if f"news_{message}" not in sentence_table():
        return None
    body = context.say(f"news_{message}", number=facts.get("spaced", ""), site=context.site)
    if message not in REQUEST_BUTTONS:
        return TextReply(body)
    id, title = REQUEST_BUTTONS[message]
    return ButtonReply(body, (ReplyButton(id, context.say(title)),))


def pending_question_key(message: str, snapshot: Mapping) -> str:
    """Return the key of the question that a reply would answer; "" for none.

    An officer's question has no buttons of its own: a voice note or words answer it. Words also answer what an officer
    wrote.
    """
    if message == OFFICERS_QUESTION and snapshot.get("question"):
        return OFFICERS_QUESTION
    if message == OFFICERS_MESSAGE and "add" in snapshot["moves"]:
        return OFFICERS_MESSAGE
    question = _question_of_news(message, snapshot)
    return question.key if question else ""


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
    return next((one for one in ALL_QUESTIONS if one.key == waiting.get("asked")), None)


def handle_news_reply(context: Context, message: Input) -> Transition:
    """Handle a button below news, or a typed answer to its question."""
    if isinstance(message, Tap):
        question_key, answer, number, *_ = *parse_tap_id(message.id)[1].split(":"), "", "", ""
        return open_and_answer(number, question_key, answer) if number else ask_again(context.say("old_list"))
    waiting = context.answers.get("_news") or {}
    if waiting.get("etag") and is_voice_note(message):
        return open_and_hear(waiting["etag"], note_facts(message))
    question = _waiting_question(waiting)
    if question and isinstance(message, TypedText) and (answer := given_answer(message, question)):
        return open_and_answer(waiting["etag"], question.key, answer)
    if question is None and isinstance(message, TypedText) and typed_text.parse_number(message.text) == 1:
        return Transition(to="menu")  # as where no question waits
    return ask_again(context.say("not_understood"))


STEPS = (DialogStep(NEWS_STEP, handle_news_reply, ask_news_question, begins=True),)
