"""Dialog about who must not see the complaint: a safe web page first, then the question, then how senior and where.

The question takes one message; after "Yes" there are at most two more. The offices that are kept out are never listed
in the chat: the list is on the web page before sending, and behind the key.
"""

from functools import partial

from complaints.rules.exclusion.stated_posts import StatedPost, find_mentioned_posts
from complaints.rules.special_categories import MISSING_CHILD
from whatsapp.rules import typed_text
from whatsapp.rules.answer_choices import YES_NO, chosen_answer
from whatsapp.rules.chat_inputs import EffectResult, Input, TypedText
from whatsapp.rules.dialog_steps import (
    Context,
    DialogStep,
    Effect,
    Transition,
    ask_again,
    end_dialog,
    repeat_question_after,
)
from whatsapp.rules.dialogs.incident_place import station_question
from whatsapp.rules.open_questions import next_open_question
from whatsapp.rules.option_lists import Option, build_option_list, handle_option_choice
from whatsapp.rules.public_directory import translate
from whatsapp.rules.replies import LinkReply, Reply
from whatsapp.rules.text_meaning import service_wishes

UNKNOWN, BELOW_SP, NOBODY_ELSE = "unknown", "below_sp", "nobody"
SENIORITIES = (*(post.value for post in StatedPost), BELOW_SP, UNKNOWN)
POSTS_AT_A_STATION = frozenset({StatedPost.SHO.value, StatedPost.SDPO.value, ""})
"""Posts for which the station matters: an office above it is known by the district."""

SAFE_PAGE_WORDS = {
    "web": typed_text.YES
    | {
        *("send", "send it", "send me", "send page", "send the page", "send link", "send me the link", "page", "link"),
        *("bhejo", "bhej do", "bhej dein", "bhejein", "page bhejo", "page bhej do", "page bhejein", "link bhejo"),
        *("link bhej do", "link bhejein", "link do", "link dein", "safha bhejo", "safha bhej do", "haan bhejo"),
        *("haan bhej do", "ji bhej dein", "بھیجیں", "بھیج دیں", "بھیج دو", "لنک", "لنک بھیجیں", "لنک بھیج دیں"),
        *("لنک دیں", "صفحہ", "صفحہ بھیج دیں", "جی بھیج دیں", "پیج بھیج دیں"),
    },
    "here": typed_text.NO
    | {
        *("here", "go on", "continue here", "in the chat", "chat", "yahin", "yahi", "yahan", "yahan hi", "idhar"),
        *("idhar hi", "yahin likhna hai", "yahin batata hun", "yahin batati hun", "chat mein", "chat me"),
        *("یہیں", "یہاں", "یہاں ہی", "ادھر ہی", "چیٹ میں"),
    },
}
"""What people type instead of tapping a button of the safe page."""

MOST_WORDS_OF_POST = 4
"""Words of a text that is read as the post of the officer. A longer one may tell to whom the person has written."""

NEGATIONS = frozenset({"not", "no", "nahi", "nahin", "nai", "نہیں"})

BELOW_SHO = frozenset(
    {
        *("muharrir", "munshi", "constable", "head constable", "sipahi", "hawaldar", "asi", "a.s.i", "si", "inspector"),
        *("tafteeshi", "thane wale", "thana wale", "policeman", "police wala", "police wale", "policemen"),
        *("محرر", "منشی", "سپاہی", "کانسٹیبل", "حوالدار", "اے ایس آئی", "سب انسپکٹر", "انسپکٹر", "تفتیشی"),
        *("تھانے والے", "پولیس والا", "پولیس والے"),
    }
)
"""Officers of a station below its head."""

THREE_ANSWERS = YES_NO | {UNKNOWN: typed_text.DONT_KNOW}
NOBODY = {"post": "", "senior_possible": "", "officer_station": ""}


def step_after_kind(context: Context, code: str) -> Transition:
    """Return what follows the choice of a kind: a safe page where the matter is confidential or about the police.

    The number that writes is assumed, and the review shows it. A confidential complaint has none unless updates are
    wanted.
    """
    kind, chosen = context.directory.kind(code), context.with_answers(category=code)
    phone = "" if kind and kind.confidential else context.answers.get("phone") or context.person.phone
    answers = {"category": code, "phone": phone}
    is_delicate = kind is not None and (kind.confidential or kind.about_police) and code != MISSING_CHILD
    if not is_delicate or context.answers.get("_page_offered"):
        return Transition(to=next_open_question(chosen), answers=answers)
    return Transition(to="keep.page", answers=answers | {"_then": ""})


def ask_safe_page(context: Context) -> Reply:
    return context.buttons(context.say("safe_page"), ("web", "send_page"), ("here", "go_on_here"))


def handle_safe_page(context: Context, message: Input) -> Transition:
    """Send the link and end the dialog here, or go on in the chat."""
    if isinstance(message, EffectResult):
        link = LinkReply(context.say("menu_hint"), context.say("open_link"), message.facts["link"])
        return end_dialog(context.say("safe_page_link"), offers=link)
    match chosen_answer(message, SAFE_PAGE_WORDS.keys(), SAFE_PAGE_WORDS):
        case "web":
            return request_safe_page(context)
        case "here":
            to = context.answers.get("_then") or next_open_question(context)
            return Transition(to=to, answers={"_page_offered": True})
    return ask_again(context.say("not_understood"))


def request_safe_page(context: Context) -> Transition:
    """Return the transition that hands the answers so far over to the web."""
    facts = {"answers": dict(context.answers), "dialog_key": context.state.dialog_key}
    return Transition(effect=Effect("hand_over_to_web", facts))


def ask_keep_from(context: Context) -> Reply:
    return context.buttons(context.say("ask_keep_from"), ("yes", "yes"), ("no", "no"), (UNKNOWN, "dont_know"))


def handle_keep_from(context: Context, message: Input) -> Transition:
    match chosen_answer(message, THREE_ANSWERS.keys(), THREE_ANSWERS):
        case "yes":
            answers = {"keep_from": "yes", "_page": 0}
            if context.answers.get("_page_offered") or context.answers.get("_changing"):
                return Transition(to="keep.rank", answers=answers)
            return Transition(to="keep.page", answers=answers | {"_then": "keep.rank"})
        case "no" | "unknown" as answer:
            return _leave_nobody_out(context, answer)
    return ask_again(context.say("not_understood"))


def _leave_nobody_out(context: Context, answer: str) -> Transition:
    to = _step_after_question(context.with_answers(keep_from=answer))
    return Transition(to=to, answers={"keep_from": answer, **NOBODY})


def is_yes_assumed(context: Context) -> bool:
    """Return whether the rank is asked without the question before it, so that "nobody" must be an answer too."""
    return context.answers.get("keep_from") != "yes"


def seniority_options(context: Context) -> tuple[Option, ...]:
    """Return the ladder of posts and ranks, with two ways not to know."""
    codes = (*SENIORITIES, NOBODY_ELSE) if is_yes_assumed(context) else SENIORITIES
    return tuple(Option(code, context.say_in_every_language(f"senior_{code.lower()}")) for code in codes)


def ask_seniority(context: Context) -> Reply:
    question = "ask_seniority_or_nobody" if is_yes_assumed(context) else "ask_seniority"
    return build_option_list(context, context.say(question), seniority_options(context))


def handle_seniority(context: Context, message: Input) -> Transition:
    """Handle the choice of a post, or a few words that mention one. "Yes" asks again without the answer "nobody"."""
    words = {"no": typed_text.NO - {"2"}, "yes": typed_text.YES - {"1"}}  # numbers are those of the list
    match chosen_answer(message, words.keys(), words) if is_yes_assumed(context) else "":
        case "no":
            return _leave_nobody_out(context, "no")
        case "yes":
            return repeat_question_after(keep_from="yes")
    if isinstance(message, TypedText) and (post := _mentioned_post(message.text)):
        return choose_seniority(context, post)
    return handle_option_choice(context, message, seniority_options(context), partial(choose_seniority, context))


def _mentioned_post(text: str) -> str:
    """Return the most senior post that a short text mentions; "" for none, and for "not the SHO" or "will he know?"."""
    words = typed_text.normalize(text).split()
    if len(words) > MOST_WORDS_OF_POST or NEGATIONS.intersection(words):
        return ""
    if service_wishes.find_wish(text) == service_wishes.WHO_SEES:
        return ""
    if typed_text.is_one_of(text, BELOW_SHO):
        return StatedPost.SHO.value
    return max(find_mentioned_posts(text), key=list(StatedPost).index, default="")


def choose_seniority(context: Context, code: str) -> Transition:
    """Return the transition for a rung of the ladder. Ask for the station only where it matters and is not known."""
    if code == NOBODY_ELSE:
        return _leave_nobody_out(context, "no")
    post = "" if code in {BELOW_SP, UNKNOWN} else code
    senior_possible = {BELOW_SP: "no", UNKNOWN: "unknown"}.get(code, "")
    answers = {"keep_from": "yes", "post": post, "senior_possible": senior_possible, "officer_station": ""}
    if not _is_missing_child(context):
        answers["protected"] = True
    stations = context.directory.offices_of_kind("station", within=context.answers.get("district", ""))
    if post in POSTS_AT_A_STATION and stations and not context.answers.get("station"):
        return Transition(to="keep.station", answers=answers)
    return Transition(
        to=_step_after_question(context.with_answers(keep_from="yes")), answers=answers, messages=_notes(context)
    )


def _station_options(context: Context) -> tuple[Option, ...]:
    stations = context.directory.offices_of_kind("station", within=context.answers.get("district", ""))
    unknown = Option(UNKNOWN, {context.language: context.say("dont_know")})
    return (unknown, *(Option(station.code, station.names) for station in stations))


def ask_officers_station(context: Context) -> Reply:
    return build_option_list(context, station_question(context, "ask_officers_station"), _station_options(context))


def handle_officers_station(context: Context, message: Input) -> Transition:
    options, then = _station_options(context), partial(choose_officers_station, context)
    return handle_option_choice(context, message, options, then, otherwise="no_such_station")


def choose_officers_station(context: Context, code: str) -> Transition:
    """Return the transition for a station, or for an unknown one."""
    station = {"officer_station": "" if code == UNKNOWN else code}
    return Transition(to=_step_after_question(context), answers=station, messages=_notes(context))


def kept_out_text(context: Context) -> str:
    """Return the answer in one line for the review; "" if nobody was asked."""
    answers = context.answers
    if answers.get("keep_from") != "yes":
        return {"no": context.say("no"), UNKNOWN: context.say("dont_know")}.get(answers.get("keep_from"), "")
    code = answers.get("post") or (BELOW_SP if answers.get("senior_possible") == "no" else UNKNOWN)
    station = context.directory.office(answers.get("officer_station", ""))
    names = [context.say(f"senior_{code.lower()}"), translate(station.names, context.language) if station else ""]
    return " · ".join(name for name in names if name)


def _notes(context: Context) -> tuple[str, ...]:
    """Return what was noted. About a missing child an officer phones at once, so protection is not switched on."""
    return (context.say("kept_out_noted_child" if _is_missing_child(context) else "kept_out_noted"),)


def _is_missing_child(context: Context) -> bool:
    return context.answers.get("category") == MISSING_CHILD


def _step_after_question(context: Context) -> str:
    return "lodge.check" if context.answers.get("_changing") else next_open_question(context)


STEPS = (
    DialogStep("keep.page", handle_safe_page, ask_safe_page),
    DialogStep("keep.ask", handle_keep_from, ask_keep_from),
    DialogStep("keep.rank", handle_seniority, ask_seniority),
    DialogStep("keep.station", handle_officers_station, ask_officers_station),
)
