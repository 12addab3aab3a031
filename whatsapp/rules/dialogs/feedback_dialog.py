"""Feedback: suggestions, and what became of earlier ones."""

from whatsapp.rules.answer_choices import chosen_answer
from whatsapp.rules.chat_inputs import EffectResult, Input, TypedText
from whatsapp.rules.dialog_steps import (
    Context,
    DialogStep,
    Effect,
    Transition,
    ask_again,
    repeat_question_after,
)
from whatsapp.rules.dialogs.end_acts import end_service
from whatsapp.rules.replies import Reply


def ask_feedback(context: Context) -> Reply:
    return context.buttons(context.say("ask_feedback"), ("others", "what_became"))


def handle_feedback(context: Context, message: Input) -> Transition:
    """Register a suggestion, or show published ones with their answers."""
    if isinstance(message, EffectResult) and "published" in message.facts:
        rows = message.facts["published"]
        sentences = [context.say("said_and_done", said=row["said"], answer=row["answer"]) for row in rows]
        return repeat_question_after(
            *sentences, context.say("all_answers", site=context.site) if sentences else context.say("none_published")
        )
    if isinstance(message, EffectResult):
        if number := message.facts.get("number"):
            text = context.say("feedback_taken", number=number, site=context.site)
            return end_service(context, text, acts=("answers", "lodge", "menu"))
        return repeat_question_after(context.say("not_taken"))
    if chosen_answer(message, {"others"}):
        return Transition(effect=Effect("said_and_done"))
    if isinstance(message, TypedText) and message.text.strip():
        return Transition(
            effect=Effect("feedback", {"text": message.text.strip(), "dialog_key": context.state.dialog_key})
        )
    return ask_again(context.say("words_please"))


STEPS = (DialogStep("feedback", handle_feedback, ask_feedback, free=True, begins=True),)
