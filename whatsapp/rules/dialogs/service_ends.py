"""The acts that follow where a service ends, from buttons or typed titles (`end_acts`)."""

from collections.abc import Callable, Mapping

from complaints.rules import etag
from whatsapp.rules import typed_text
from whatsapp.rules.chat_inputs import Input, Tap, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Effect, Transition, ask_again
from whatsapp.rules.dialogs import kept_out_officers, missing_child, public_information
from whatsapp.rules.dialogs.end_acts import END_STEP, ask_next_act
from whatsapp.rules.tap_ids import parse_tap_id

_FOLLOW: Mapping[str, Callable[[Context], Transition]] = {
    "lodge": lambda context: Transition(to="lodge.group"),
    "crime": lambda context: Transition(to="lodge.kind", answers={"group": "crime"}),
    "police": lambda context: Transition(to="lodge.kind", answers={"group": "conduct"}),
    "online": lambda context: kept_out_officers.step_after_kind(context, "cybercrime"),
    "track": lambda context: Transition(to="track.number"),
    "mine": lambda context: Transition(to="track.mine", effect=Effect("mine")),
    "centre": lambda context: Transition(to="near.where", answers={"_near": "centre"}),
    "office": lambda context: Transition(to="near.where", answers={"_near": "office"}),
    "services": lambda context: Transition(to="pkm"),
    "embassy": lambda context: Transition(to="overseas.services"),
    "overseas": lambda context: Transition(to="overseas"),
    "fir": public_information.show_fir_guide,
    "refused": public_information.show_refused_fir_guide,
    "helplines": public_information.show_helplines,
    "child": missing_child.begin_report,
    "feedback": lambda context: Transition(to="feedback"),
    "answers": lambda context: Transition(to="feedback", effect=Effect("said_and_done")),
    "verification": lambda context: Transition(to="domestic.number"),
    "verify": lambda context: Transition(to="domestic"),
    "menu": lambda context: Transition(to="menu"),
}


def handle_next_act(context: Context, message: Input) -> Transition:
    """Follow the act that was tapped. Anything else is a message to the menu, as after a dialog that is over."""
    if isinstance(message, Tap):
        act, _, detail = parse_tap_id(message.id)[1].partition(":")
        return _follow_act(context, act, detail)
    if isinstance(message, TypedText) and _is_etag(message.text):
        return Transition(to="track.number", replay=message)
    if isinstance(message, TypedText) and typed_text.parse_number(message.text) == 1:
        return Transition(to="menu")
    return Transition(to="menu", replay=message)


def _follow_act(context: Context, act: str, detail: str) -> Transition:
    if act == "complain" and context.directory.kind(detail):
        return kept_out_officers.step_after_kind(context, detail)
    if act == "complain":  # this kind of complaint is no longer offered
        return Transition(to="lodge.group")
    if act == "elsewhere":
        return Transition(to="near.where", answers={"_near": detail})
    return _FOLLOW[act](context) if act in _FOLLOW else ask_again(context.say("old_list"))


def _is_etag(text: str) -> bool:
    try:
        etag.parse_etag(text)
    except etag.MistypedEtag:
        return False
    return True


STEPS = (DialogStep(END_STEP, handle_next_act, ask_next_act, free=True, begins=True),)
