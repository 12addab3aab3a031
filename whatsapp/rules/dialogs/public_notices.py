"""Zainab alerts and wanted persons, one at a time with a picture; and anonymous tips about them."""

from collections.abc import Mapping

from whatsapp.rules.answer_choices import chosen_answer
from whatsapp.rules.chat_inputs import EffectResult, Input, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Effect, Transition, ask_again
from whatsapp.rules.dialogs import missing_child
from whatsapp.rules.dialogs.end_acts import end_service
from whatsapp.rules.replies import LONGEST_CAPTION, PictureReply, Reply, clip

SHORTEST_TIP = 3
NOTICE_PARTS = ("age", "wearing", "seen", "reward")


def ask_report_or_alerts(context: Context) -> Reply:
    """Offer to report a missing child at once, to show the current alerts, or to get new ones here."""
    body = "\n\n".join([context.say("dial_15"), context.say("zainab")])
    return context.buttons(body, ("report", "report_child"), ("alerts", "current_alerts"), ("subscribe", "get_alerts"))


def handle_report_or_alerts(context: Context, message: Input) -> Transition:
    match chosen_answer(message, {"report", "alerts", "subscribe"}):
        case "report":
            return missing_child.begin_report(context)
        case "alerts":
            return show_first_notice("alert")
        case "subscribe":
            return Transition(to="alerts.region")
    return ask_again(context.say("not_understood"))


def show_first_notice(kind: str) -> Transition:
    """Begin with the first notice of a kind. Each one is read anew, because it may have ended meanwhile."""
    return Transition(
        to="notice", answers={"notices": kind, "place": 0}, effect=Effect("notice", {"kind": kind, "place": 0})
    )


def ask_after_notice(context: Context) -> Reply:
    more = ("next", "next_one") if context.answers.get("more") else ("menu", "main_menu")
    return context.buttons(context.say("notice_next"), more, ("tip", "give_tip"))


def handle_after_notice(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        return _show_notice(context, message)
    match chosen_answer(message, {"next", "menu", "tip"}):
        case "next":
            place = int(context.answers.get("place", 0)) + 1
            return Transition(
                answers={"place": place}, effect=Effect("notice", {"kind": context.answers["notices"], "place": place})
            )
        case "tip":
            return Transition(to="notice.tip")
        case "menu":
            return Transition(to="menu")
    return ask_again(context.say("not_understood"))


def _show_notice(context: Context, result: EffectResult) -> Transition:
    facts = result.facts
    if not facts.get("code"):
        return _end_notices(context, context.say("alert_over" if facts.get("over") else "none_published"))
    words = "\n".join(_notice_lines(context, facts))
    answers = {"code": facts["code"], "more": bool(facts.get("more"))}
    answers |= {"place": facts["place"]} if "place" in facts else {}
    if facts.get("picture"):
        return Transition(answers=answers, pictures=(PictureReply(facts["picture"], clip(words, LONGEST_CAPTION)),))
    return Transition(answers=answers, messages=(words,))


def _end_notices(context: Context, text: str) -> Transition:
    """Return the transition after the notices: a missing child or a crime can be reported."""
    report = "crime" if context.answers.get("notices") == "wanted" else "child"
    return end_service(context, text, acts=(report, "helplines", "menu"))


def _notice_lines(context: Context, facts: Mapping) -> list[str]:
    """Return the known facts of the person, one per line."""
    answers = [facts.get(part, "") for part in ("name", "words")]
    answers += [context.say(f"notice_{part}", said=facts[part]) for part in NOTICE_PARTS if facts.get(part)]
    first = [context.say("sample")] if facts.get("sample") else []
    if context.answers.get("notices") == "wanted":
        first.append(context.say("accused"))
    return [line for line in [*first, *answers, facts["page"]] if line]


def ask_tip(context: Context) -> Reply:
    return context.text("ask_tip")


def handle_tip(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        if number := message.facts.get("number"):
            return _end_notices(context, context.say("tip_taken", number=number))
        return _end_notices(context, context.say("notice_over"))
    if isinstance(message, TypedText) and len(message.text.strip()) >= SHORTEST_TIP:
        facts = {"kind": context.answers["notices"], "code": context.answers["code"], "text": message.text.strip()}
        return Transition(effect=Effect("tip", facts | {"dialog_key": context.state.dialog_key}))
    return ask_again(context.say("words_please"))


STEPS = (
    DialogStep("zainab", handle_report_or_alerts, ask_report_or_alerts, begins=True),
    DialogStep("notice", handle_after_notice, ask_after_notice),
    DialogStep("notice.tip", handle_tip, ask_tip, free=True),
)
