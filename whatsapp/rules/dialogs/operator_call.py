"""The question whether to be called, when no operator is on duty."""

from whatsapp.rules import typed_text
from whatsapp.rules.chat_inputs import Input, Tap, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Effect, Transition, ask_again
from whatsapp.rules.replies import ButtonReply
from whatsapp.rules.tap_ids import parse_tap_id

STEP = "operator.call"


def ask_to_call(context: Context) -> ButtonReply:
    """Ask whether the cell should call when it opens."""
    return context.buttons(context.say("operator_call_question"), ("yes", "yes"), ("no", "no"))


def handle_call_answer(context: Context, message: Input) -> Transition:
    """Handle yes or no. The dialog before it goes on (rules.handover.handover_requests)."""
    answer = parse_tap_id(message.id)[1] if isinstance(message, Tap) else ""
    if isinstance(message, TypedText):
        answer = (typed_text.is_one_of(message.text, typed_text.YES) and "yes") or (
            typed_text.is_one_of(message.text, typed_text.NO) and "no"
        )
    if answer not in {"yes", "no"}:
        return ask_again()
    return Transition(effect=Effect("answer_call_back", {"wanted": answer == "yes"}))


STEPS = (DialogStep(STEP, handle_call_answer, ask_to_call),)
