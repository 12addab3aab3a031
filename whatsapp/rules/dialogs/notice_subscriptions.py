"""Dialog about alerts of missing children: ask for them by district, see one, and end them."""

from functools import partial

from whatsapp.rules import typed_text
from whatsapp.rules.chat_inputs import EffectResult, Input, Tap, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Effect, Transition, ask_again, end_dialog
from whatsapp.rules.option_lists import Option, build_option_list, handle_option_choice, match_names
from whatsapp.rules.public_directory import translate
from whatsapp.rules.replies import ButtonReply, Reply, ReplyButton, TextReply, clip
from whatsapp.rules.tap_ids import make_tap_id, parse_tap_id

BUTTON_STEP = "alerts"
"""The step of the buttons below an alert, which may be tapped long after it: `show:<code>` and `stop:<code>`."""


def ask_alert_region(context: Context) -> Reply:
    """Ask for the district, from the list of regions or by its name."""
    return build_option_list(context, context.say("ask_alert_district"), _office_options(context, "region"))


def handle_alert_region(context: Context, message: Input) -> Transition:
    if isinstance(message, TypedText) and typed_text.parse_number(message.text) is None:
        found = match_names(message.text, _office_options(context, "district"))
        if len(found) == 1:
            return _choose_alert_place(context, found[0].code)
    return handle_option_choice(
        context,
        message,
        _office_options(context, "region"),
        partial(_choose_alert_place, context),
        otherwise="no_such_district",
    )


def _choose_alert_place(context: Context, code: str) -> Transition:
    """Ask for the alerts of a district. A region of several districts asks which."""
    districts = context.directory.offices_of_kind("district", within=code)
    if len(districts) > 1:
        return Transition(to="alerts.district", answers={"_alert_region": code})
    district = districts[0].code if districts else ""
    return Transition(to="alerts.district", effect=Effect("ask_for_alerts", {"district": district}))


def ask_alert_district(context: Context) -> Reply:
    options = _office_options(context, "district", within=context.answers.get("_alert_region", ""))
    return build_option_list(context, context.say("ask_district"), options)


def handle_alert_district(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        office = context.directory.office(message.facts.get("district", ""))
        if office is None:
            return end_dialog(context.say("no_such_district"))
        return end_dialog(context.say("alerts_started", place=translate(office.names, context.language)))
    options = _office_options(context, "district", within=context.answers.get("_alert_region", ""))
    return handle_option_choice(
        context, message, options, partial(_choose_alert_place, context), otherwise="no_such_district"
    )


def _office_options(context: Context, kind: str, *, within: str = "") -> tuple[Option, ...]:
    return tuple(Option(one.code, one.names) for one in context.directory.offices_of_kind(kind, within=within))


def alert_reply(context: Context, sentence: str, place: str, *, code: str = "") -> Reply:
    """Return an alert for inside the 24-hour window. `code`: of a notice that can be shown; "" once it is over."""
    body = context.say(sentence, place=place)
    if not code:
        return TextReply(body)
    buttons = [(f"show:{code}", "alert_show"), (f"stop:{code}", "alert_stop")]
    return ButtonReply(
        body,
        tuple(ReplyButton(make_tap_id(BUTTON_STEP, answer), clip(context.say(title), 20)) for answer, title in buttons),
    )


def handle_alert_button(context: Context, message: Input) -> Transition:
    """Show the notice of an alert, with the questions that follow any notice; or end all alerts."""
    act, _, code = parse_tap_id(message.id)[1].partition(":") if isinstance(message, Tap) else ("", "", "")
    if act == "show" and code:
        effect = Effect("notice", {"kind": "alert", "code": code, "place": 0})
        return Transition(to="notice", answers={"notices": "alert", "place": 0}, effect=effect)
    if act == "stop":
        return Transition(to="", effect=Effect("end_alerts"))
    return ask_again(context.say("not_understood"))


def end_alerts() -> Transition:
    """Return a transition that erases the consent to all alerts. The question that waits is repeated."""
    return Transition(effect=Effect("end_alerts"))


STEPS = (
    DialogStep("alerts.region", handle_alert_region, ask_alert_region, begins=True),
    DialogStep("alerts.district", handle_alert_district, ask_alert_district),
    DialogStep(BUTTON_STEP, handle_alert_button, begins=True),
)
