"""Tracking of complaints: by number, by key or from a list; the status and the actions that are possible.

The number alone shows two facts to anybody (access_key_facts.load_public_facts); a key opens the complaint.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

from complaints.rules import etag
from complaints.rules.printed_key_format import may_be_printed_key
from complaints.rules.statuses import Status
from web import identity_numbers
from whatsapp.rules import typed_text
from whatsapp.rules.answer_choices import chosen_answer
from whatsapp.rules.chat_inputs import EffectResult, Input, Tap, TypedText
from whatsapp.rules.dialog_steps import (
    Context,
    DialogStep,
    Effect,
    Transition,
    ask_again,
    end_dialog,
    repeat_question_after,
)
from whatsapp.rules.dialogs.complainant_questions import (
    CHANGED_ANSWER,
    IS_IT_SOLVED,
    given_answer,
    join_above_question,
)
from whatsapp.rules.dialogs.complaint_actions import refusal_sentences, send_chosen_answer, tell_answer_result
from whatsapp.rules.dialogs.evidence_dialog import EVIDENCE_STEP as EVIDENCE
from whatsapp.rules.dialogs.evidence_dialog import offer_to_add_files
from whatsapp.rules.dialogs.voice_answers import answer_by_voice, is_voice_note, note_facts
from whatsapp.rules.dialogs.waiting_questions import ALL_QUESTIONS, current_question, open_questions, question_text
from whatsapp.rules.filed_complaint_texts import complaint_list_line, public_facts_text, summary_lines
from whatsapp.rules.option_lists import Option, build_option_list, handle_option_choice
from whatsapp.rules.replies import Reply
from whatsapp.rules.tap_ids import parse_tap_id

DO_MOVE = "do"
"""The key of a button below news that begins a move, in place of the key of a question."""

MOVES_WITHOUT_WORDS = frozenset({"keep", "all_well"})


ACTION_ORDER = ("change", "resume", "add", "appeal", "report_pressure", "withdraw", "keep", "reinstate", "all_well")
"""Actions in the order in which they are offered: the complainant's moves (complaints.workflow.table) and "change".

Closing a complaint is an answer to a question (`pending_question`), never a row of this list.
"""


WORDS_STEP, WRITTEN = "track.belongs", "written"
"""The step of `complaint_words`, and the name among the answers of what was written."""

MORE_WORDS = {"more": frozenset({"more", "mazeed", "مزید"})}


LONGEST_REPORT_EXCERPT = 400
"""Characters of the report below which the question still fits."""


def ask_etag(context: Context) -> Reply:
    return context.text("ask_etag")


def handle_etag(context: Context, message: Input) -> Transition:
    """Handle an E-tag that was typed or tapped below a template that named it."""
    if not isinstance(message, TypedText | Tap):
        return ask_again(context.say("words_please"))
    try:
        number = etag.parse_etag(message.text if isinstance(message, TypedText) else parse_tap_id(message.id)[1])
    except etag.MistypedEtag:
        return ask_again(context.say("bad_etag"))
    return _look_up_complaint(number)


def ask_access_key(context: Context) -> Reply:
    """Ask for a code, or offer the link to the web, where a secret word can be typed."""
    return context.text("ask_key", link=context.answers.get("link") or context.home)


def handle_access_key(context: Context, message: Input) -> Transition:
    """Handle a code, or the contact in the complaint, to which a code is then sent.

    Other text may be a secret or duress word: it is compared with nothing.
    """
    if isinstance(message, EffectResult):
        return repeat_question_after(context.say("too_many_tries" if message.facts.get("locked") else "code_sent"))
    if not isinstance(message, TypedText):
        return ask_again(context.say("words_please"))
    key = message.text.strip()
    if reached_at := _parse_contact_address(key):
        return Transition(effect=Effect("send_code", {"etag": context.answers["etag"], "to": reached_at}))
    with suppress(etag.MistypedEtag):
        return _look_up_complaint(etag.parse_etag(key))
    if not may_be_key(key):
        return ask_again(context.say("no_words_here"))
    code = typed_text.normalize_code(key)
    return Transition(to="track.one", effect=Effect("open", {"etag": context.answers["etag"], "key": code}))


def may_be_key(text: str) -> bool:
    """Return whether a text has the form of a code that was sent or of a printed key."""
    code = typed_text.normalize_code(text)
    return bool(re.fullmatch(r"[0-9]{6}", code)) or may_be_printed_key(code)


def _parse_contact_address(text: str) -> str:
    """Return the phone number (E.164) or e-mail address that the text consists of; "" for other text.

    A printed key that begins with letters could end in a number.
    """
    if re.fullmatch(r"\S+@\S+\.\S+", text):
        return text.lower()
    if may_be_printed_key(text) and any(sign.isalpha() for sign in text):
        return ""
    try:
        return identity_numbers.normalise_phone(text)
    except identity_numbers.ImpossibleNumber:
        return ""


def ask_own_complaint_choice(context: Context) -> Reply:
    return build_option_list(context, context.say("your_complaints"), _complaint_options(context))


def _complaint_options(context: Context) -> tuple[Option, ...]:
    return tuple(
        Option(
            one["etag"],
            {context.language: complaint_list_line(context, one)},
            title=one["etag"],
            description=complaint_list_line(context, one),
        )
        for one in context.answers.get("mine", ())
    )


def handle_own_complaint_choice(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        mine = list(message.facts.get("complaints", ()))[:9]
        if not mine and context.answers.get("handed"):
            return Transition(to="track.number", messages=(context.say("none_listed"),))
        if not mine:
            return end_dialog(context.say("none_listed"))
        return Transition(answers={"mine": mine})
    if isinstance(message, TypedText) and typed_text.parse_number(message.text) is None:
        return handle_etag(context, message)
    return handle_option_choice(context, message, _complaint_options(context), _look_up_complaint)


def _look_up_complaint(code: str) -> Transition:
    """Look up a complaint. Answers and files of the one opened before are dropped."""
    answers = {"etag": code, "standing": {}, "waiting": [], "link": ""}
    return Transition(to="track.one", answers=answers, effect=Effect("look_up", {"etag": code}))


def ask_complaint_action(context: Context) -> Reply:
    """Show the complaint and the possible actions. A complaint that is not open asks for the key again.

    Opening it answers no question.
    """
    snapshot = context.answers.get("standing")
    if not snapshot:
        return ask_access_key(context)
    question = current_question(snapshot)
    if question is None or context.answers.get("_more"):
        return build_option_list(
            context, "\n".join(summary_lines(context)), _action_options(context), button="what_to_do"
        )
    body = join_above_question(
        "\n".join(summary_lines(context, most=LONGEST_REPORT_EXCERPT)),
        question_text(context, question),
        context.say("more_acts"),
    )
    choices = ((f"{answer}:{question.key}:{snapshot['etag']}", title) for answer, title in question.answers)
    return context.buttons(body, *choices)


def handle_complaint_action(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        return (
            tell_answer_result(context, message)
            if message.facts.keys() & {"done", "reason"}
            else _tell_opening_result(context, message)
        )
    snapshot = context.answers.get("standing")
    if not snapshot:
        return handle_access_key(context, message)
    if is_voice_note(message) and (transition := answer_by_voice(context, note_facts(message))):
        return transition
    if transition := offer_to_add_files(context, message):
        return transition
    question, more = current_question(snapshot), context.answers.get("_more")
    if question and (
        answer := chosen_answer(message, question.moves.keys()) if more else given_answer(message, question)
    ):
        return send_chosen_answer(context, question, answer)
    if question and not more:
        return (
            repeat_question_after(_more=True)
            if chosen_answer(message, MORE_WORDS.keys(), MORE_WORDS)
            else _choose_tapped_action(context, message)
        )
    return handle_option_choice(context, message, _action_options(context), partial(_choose_action, context))


def transition_of_old_button(answer: str) -> Transition | None:
    """Return the transition for a button of an old question, which names its complaint; None for a list row."""
    answer, _, rest = answer.partition(":")
    question_key, _, number = rest.partition(":")
    return open_and_answer(number, question_key, answer) if number else None


def open_and_answer(number: str, question_key: str, answer: str) -> Transition:
    """Open the complaint if this chat may, and then give the answer."""
    answers = {
        "etag": number,
        "standing": {},
        "waiting": [],
        "link": "",
        "_reply": [question_key, answer],
        "_more": False,
        "_news": {},
    }
    return Transition(to="track.one", answers=answers, effect=Effect("look_up", {"etag": number}))


def open_and_hear(number: str, note: Mapping) -> Transition:
    """Open the complaint if this chat may, and then record a voice note as the answer to its question."""
    transition = open_and_answer(number, "", "")
    return replace(transition, answers={**transition.answers, "_reply": [], "_voice": dict(note)})


def _choose_tapped_action(context: Context, message: Input) -> Transition:
    """Handle a row of a list that was shown before the question came."""
    if isinstance(message, Tap):
        return handle_option_choice(context, message, _action_options(context), partial(_choose_action, context))
    return ask_again(context.say("not_understood"))


def _choose_action(context: Context, code: str) -> Transition:
    if code == "leave":
        return end_dialog(context.say("anything_else"))
    if code == "change":
        return Transition(to="track.change")
    return Transition(to="track.sure" if code in MOVES_WITHOUT_WORDS else "track.words", answers={"act": code})


def _tell_opening_result(context: Context, result: EffectResult) -> Transition:
    facts = result.facts
    if facts.get("code_sent"):
        return Transition(to="track.key", messages=(context.say("code_sent"),))
    if facts.get("opened") and (note := context.answers.get("_voice")):
        return _record_voice_kept_from_news(context, dict(facts), note)
    if facts.get("opened") and context.answers.get(WRITTEN) and {"add", "resume"} & set(facts["moves"]):
        return Transition(to=WORDS_STEP, answers={"standing": dict(facts)})
    if facts.get("opened"):
        return _give_answer_kept_from_news(context, dict(facts)) or _ask_about_files(context, dict(facts))
    if facts.get("locked"):
        return end_dialog(context.say("too_many_tries"))
    if facts.get("tried"):
        return Transition(to="track.key", messages=(context.say("key_wrong"),), is_miss=True)
    messages = (public_facts_text(context, facts),) if facts.get("state") else ()
    return Transition(to="track.key", messages=messages, answers={"link": facts.get("link", "")})


def _record_voice_kept_from_news(context: Context, snapshot: dict, note: Mapping) -> Transition:
    """Record the voice note that came after news. If no question waits any more, ask whether to add it as a file."""
    answers = {"standing": snapshot, "_voice": {}}
    if transition := answer_by_voice(context.with_answers(**answers), note):
        return replace(transition, answers={**answers, **transition.answers})
    return _ask_about_files(context.with_answers(_voice={}, handed=[note]), snapshot)


def _give_answer_kept_from_news(context: Context, snapshot: dict) -> Transition | None:
    """Give the answer that was tapped or written below news, now that the complaint is open."""
    question_key, answer = context.answers.get("_reply") or ("", "")
    answers = {"standing": snapshot, "_reply": []}
    opened = context.with_answers(**answers)
    question = next((one for one in open_questions(snapshot) if one.key == question_key), None)
    if question and answer in question.moves:
        transition = send_chosen_answer(opened, question, answer)
        return replace(transition, answers={**answers, **transition.answers})
    if question_key == CHANGED_ANSWER.key and snapshot.get("change_until"):
        return Transition(to="track.change", answers=answers)
    is_answered = snapshot.get("answered") or snapshot["status"] == Status.CLOSED
    if question_key in {IS_IT_SOLVED.key, CHANGED_ANSWER.key} and is_answered:
        return Transition(answers=answers, messages=refusal_sentences(context, snapshot))
    if question_key == DO_MOVE and answer in {option.code for option in _action_options(opened)}:
        transition = _choose_action(opened, answer)
        return replace(transition, answers={**answers, **transition.answers})
    if question_key == DO_MOVE:
        return Transition(answers=answers, messages=(context.say("asked_no_more"),))
    if question_key in {one.key for one in ALL_QUESTIONS}:
        return Transition(answers=answers, messages=(context.say("asked_no_more"),))
    return Transition(answers=answers) if question_key else None


def _ask_about_files(context: Context, snapshot: dict) -> Transition:
    """Ask about files that were sent before any complaint was open."""
    sent_files = context.answers.get("handed", ())
    if not sent_files:
        return Transition(answers={"standing": snapshot})
    answers = {"standing": snapshot, "handed": []}
    if "add" not in snapshot["moves"]:
        return Transition(answers=answers, messages=(context.say("file_closed"),))
    return Transition(to=EVIDENCE, answers={**answers, "waiting": list(sent_files)})


def _action_options(context: Context) -> tuple[Option, ...]:
    allowed = set(context.answers.get("standing", {}).get("moves", ()))
    if context.answers.get("standing", {}).get("change_until"):
        allowed.add("change")
    offered = [Option(move, {context.language: context.say(f"act_{move}")}) for move in ACTION_ORDER if move in allowed]
    return (*offered, Option("leave", {context.language: context.say("nothing_now")}))


STEPS = (
    DialogStep("track.number", handle_etag, ask_etag, free=True, begins=True),
    DialogStep("track.key", handle_access_key, ask_access_key, free=True),
    DialogStep("track.mine", handle_own_complaint_choice, ask_own_complaint_choice),
    DialogStep("track.one", handle_complaint_action, ask_complaint_action),
)
