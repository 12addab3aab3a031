"""The complainant's actions on an opened complaint: answers, messages, objections and other moves."""

from collections.abc import Mapping

from complaints.rules.statuses import SolvedAnswer, Status
from whatsapp.rules.answer_choices import YES_NO, chosen_answer
from whatsapp.rules.chat_inputs import EffectResult, Input, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Effect, Transition, ask_again, end_dialog
from whatsapp.rules.dialogs.complainant_questions import CHANGED_ANSWER, IS_IT_SOLVED, ComplainantQuestion
from whatsapp.rules.dialogs.evidence_dialog import offer_to_add_files, show_complaint_again
from whatsapp.rules.dialogs.voice_answers import ACTS_WITH_VOICE, VOICE_ACT, is_voice_note, note_facts, voice_effect
from whatsapp.rules.dialogs.waiting_questions import WAITING_QUESTIONS, current_question
from whatsapp.rules.replies import ButtonReply, Reply, ReplyButton, clip
from whatsapp.rules.tap_ids import make_tap_id
from whatsapp.rules.time_format import format_moment


def ask_changed_answer(context: Context) -> Reply:
    """Ask a person who answered "yes" for the new answer."""
    return context.buttons(context.say(CHANGED_ANSWER.key), *CHANGED_ANSWER.answers)


def handle_changed_answer(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        return tell_answer_result(context, message)
    answer = chosen_answer(message, {answer for answer, _ in CHANGED_ANSWER.answers}, CHANGED_ANSWER.typed)
    if answer == "keep":
        return end_dialog(context.say("kept_yes"))
    return (
        send_chosen_answer(context, CHANGED_ANSWER, answer)
        if answer
        else offer_to_add_files(context, message) or ask_again(context.say("please_answer"))
    )


def ask_action_confirmation(context: Context) -> Reply:
    return context.buttons(context.say(f"sure_{context.answers['act']}"), ("yes", "yes"), ("no", "no"))


def handle_action_confirmation(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        return _tell_move_result(context, message)
    match chosen_answer(message, YES_NO.keys(), YES_NO):
        case "yes":
            return Transition(effect=_move_effect(context, ""))
        case "no":
            return show_complaint_again(context)
    return offer_to_add_files(context, message) or ask_again(context.say("not_understood"))


def ask_action_text(context: Context) -> Reply:
    return context.text(f"words_{context.answers['act']}")


def handle_action_text(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        return _tell_move_result(context, message)
    if isinstance(message, TypedText):
        return Transition(effect=_move_effect(context, message.text.strip()[:10_000]))
    if is_voice_note(message) and context.answers.get("act") in ACTS_WITH_VOICE:
        return Transition(effect=voice_effect(context, _move_of_act(context), note_facts(message)))
    return offer_to_add_files(context, message) or ask_again(context.say("words_please"))


def send_chosen_answer(context: Context, question: ComplainantQuestion, answer: str) -> Transition:
    """Send the answer in with one tap. Missing details can follow afterwards."""
    words = context.say(f"said_{answer}") if question in (IS_IT_SOLVED, CHANGED_ANSWER) else ""
    is_waiting = question in WAITING_QUESTIONS.values()
    act = f"{question.key}_{answer}" if is_waiting else question.moves[answer]
    facts = _move_effect(context, words).facts | {
        "move": question.moves[answer],
        "answer": answer,
        "changes": question is CHANGED_ANSWER,
    }
    effect = Effect("answer_waiting" if is_waiting else "act", facts)
    return Transition(answers={"act": act, "_more": False}, effect=effect)


def tell_answer_result(context: Context, result: EffectResult) -> Transition:
    act, done = context.answers["act"], result.facts.get("done")
    if done and act == VOICE_ACT and current_question(context.answers.get("standing", {})):
        return show_complaint_again(context, context.say("did_voice_tap_too"))
    if done and act == "object":
        return Transition(to="track.words", answers={"act": "missing"}, messages=(context.say("did_object"),))
    if done and (until := result.facts.get("change_until")):
        return end_dialog(context.say("did_close"), offers=_change_answer_button(context, until))
    if not done and (snapshot := result.facts.get("standing")):
        answers = {"standing": dict(snapshot), "_more": False}
        return Transition(
            to="track.one",
            answers=answers,
            messages=refusal_sentences(context, snapshot, result.facts.get("reason", "")),
        )
    return _tell_move_result(context, result)


def _change_answer_button(context: Context, until: str) -> ButtonReply:
    """Return the button below the thanks for a "yes". It names the complaint, because the dialog is over."""
    body = context.say("change_until", by=format_moment(until, context.language)) + "\n" + context.say("menu_hint")
    id = make_tap_id("track.one", f"change:{CHANGED_ANSWER.key}:{context.answers['etag']}")
    return ButtonReply(body, (ReplyButton(id, clip(context.say("act_change"), 20)),))


def refusal_sentences(context: Context, snapshot: Mapping, reason: str = "") -> tuple[str, ...]:
    """Return why an answer to "Is it solved?" was refused: the earlier answer, and what is possible now."""
    is_closed, answered = snapshot["status"] == Status.CLOSED, snapshot.get("answered")
    if not answered and not is_closed:
        return (context.say("not_possible", why=reason),)
    if not answered:
        return context.say("closed_by_silence"), *_appeal_sentences(context, snapshot)
    title = dict(IS_IT_SOLVED.answers)[answered["said"]]
    first = context.say(
        "answered_before", answer=context.say(title), at=format_moment(answered["at"], context.language)
    )
    if answered["said"] != SolvedAnswer.YES or not is_closed or snapshot.get("change_until"):
        return (first,)  # the complaint's summary states until when a "yes" can be changed
    return first, context.say("change_is_over"), *_appeal_sentences(context, snapshot)


def _appeal_sentences(context: Context, snapshot: Mapping) -> tuple[str, ...]:
    until = snapshot.get("appeal_until")
    return (context.say("appeal_until", by=format_moment(until, context.language)),) if until else ()


def _move_effect(context: Context, words: str) -> Effect:
    opened = context.answers.get("standing", {}).get("by", "phone")
    facts = {"etag": context.answers["etag"], "move": _move_of_act(context), "words": words, "opened": opened}
    return Effect("act", facts)


def _move_of_act(context: Context) -> str:
    act = context.answers.get("act", "")
    return "add" if act == "missing" else act


def _tell_move_result(context: Context, result: EffectResult) -> Transition:
    if result.facts.get("done"):
        return end_dialog(context.say(f"did_{context.answers['act']}"))
    reason = result.facts.get("reason", "")
    return show_complaint_again(context, context.say("not_possible", why=reason))


STEPS = (
    DialogStep("track.change", handle_changed_answer, ask_changed_answer),
    DialogStep("track.sure", handle_action_confirmation, ask_action_confirmation),
    DialogStep("track.words", handle_action_text, ask_action_text, free=True),
)
