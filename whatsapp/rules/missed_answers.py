"""Handling of messages that do not answer the current question."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from whatsapp.rules import missing_child_detection, typed_text
from whatsapp.rules.chat_inputs import EffectResult, Input, SentFile, SentLocation, TypedText
from whatsapp.rules.danger_warning import danger_warning
from whatsapp.rules.dialog_steps import Context, Effect, Transition, repeat_question_after
from whatsapp.rules.dialogs import (
    complainant_details,
    complaint_filing,
    incident_account,
    incident_place,
    kept_out_officers,
    missing_child,
)

FILING_PREFIXES = ("lodge.", "place.", "tell.", "keep.", "child.", "who.")
FILE_STEPS = frozenset({"tell.what", "tell.files", "child.who", "child.photo", "child.why"})
"""Steps whose question may be answered with a file."""

OTHER_DIALOGS = ("domestic", "feedback", "notice")
"""Dialogs in which a voice note does not begin a complaint."""

KEY_STEPS = frozenset({"track.key"})
"""Steps at which a person may type a secret word by mistake. No operator reads what was typed there."""

MISSES, MISSES_BEFORE_HELP = "_misses", 2
"""The name among the answers of the messages that missed the question in a row, and how many bring an operator."""

ANSWERS_WHEN_UNKNOWN: Mapping[str, Callable[[Context], Transition]] = {
    "lodge.group": complaint_filing.choose_unknown_kind,
    "lodge.kind": complaint_filing.choose_unknown_kind,
    "place.region": incident_place.choose_unknown_district,
    "place.district": incident_place.choose_unknown_district,
    "place.proposed": lambda context: Transition(to="place.region", answers={"district": "", "station": ""}),
    "place.station": incident_place.choose_unknown_station,
    "place.spot": lambda context: incident_place.handle_exact_place(context, TypedText("skip")),
    "tell.files": lambda context: incident_account.handle_files_step(context, TypedText("skip")),
    "keep.page": lambda context: kept_out_officers.handle_safe_page(context, TypedText("no")),
    "keep.ask": lambda context: kept_out_officers.handle_keep_from(context, TypedText("I don't know")),
    "keep.rank": lambda context: kept_out_officers.choose_seniority(context, kept_out_officers.UNKNOWN),
    "keep.station": lambda context: kept_out_officers.choose_officers_station(context, kept_out_officers.UNKNOWN),
    "who.woman": lambda context: complainant_details.handle_woman_officer(context, TypedText("no")),
    "who.name": lambda context: complainant_details.handle_name(context, TypedText("skip")),
    "who.document": lambda context: complainant_details.handle_document(context, TypedText("skip")),
    "who.phone": lambda context: complainant_details.handle_phone(context, TypedText("skip")),
    "who.messages": lambda context: complainant_details.handle_news_consent(context, TypedText("no")),
}
"""The meaning of "I don't know" and "skip" at each question of filing a complaint."""

_NEW = re.compile(
    r"(file|lodge|register|make|new|submit)\b.*complain|shikayat (darj|karni|karna|likh)|شکایت (درج|کرنی|کرنا|لکھ)"
)
_TRACK = re.compile(r"\btrack|\bstatus\b|e-?tag|my complaint|meri (shikayat|darkhwast)|میری شکایت|صورتحال|ای ٹیگ|ٹریک")
_CENTRE = re.compile(
    r"(nearest|near me|nearby|qareeb|qarib|nazdeek|قریب|نزدیک).*(markaz|khidmat|cent(re|er)|مرکز|خدمت)"
)
_NEAREST = re.compile(r"nearest|near me|nearby|qareeb|qarib|nazdeek|قریب|نزدیک")


def is_filing_step(step: str) -> bool:
    """Return whether a step belongs to filing a complaint."""
    return step.startswith(FILING_PREFIXES)


def intercept_misread_input(context: Context, message: Input) -> Transition | None:
    """Return the transition for input that the current step would misread as its answer; None for other input."""
    step = context.state.step
    if isinstance(message, EffectResult) and message.facts.get("of") == "file" and step not in FILE_STEPS:
        return incident_account.note_recorded_file(context, message)
    if (
        isinstance(message, TypedText)
        and step in ANSWERS_WHEN_UNKNOWN
        and typed_text.is_one_of(message.text, typed_text.DONT_KNOW | typed_text.SKIP)
    ):
        return ANSWERS_WHEN_UNKNOWN[step](context)
    return None


def handle_missed_answer(context: Context, message: Input, transition: Transition) -> Transition:
    """Return the transition for a message that missed the question: keep it, begin another dialog, or offer help."""
    if not transition.is_miss:
        return transition
    return (
        _add_to_filed_complaint(context, message)
        or _begin_other_dialog(context, message)
        or _offer_help(context, message, transition)
    )


def _add_to_filed_complaint(context: Context, message: Input) -> Transition | None:
    """Add the message to the complaint that is being filed, and ask the same question again."""
    if not is_filing_step(context.state.step):
        return None
    if isinstance(message, SentFile):
        return incident_account.request_file_recording(message)
    if isinstance(message, SentLocation) and not context.answers.get("landmark"):
        return repeat_question_after(context.say("noted"), landmark=incident_place.landmark_text(message))
    if isinstance(message, TypedText) and (warning := danger_warning(context, message.text)):
        texts = [*context.answers.get("texts", ()), message.text.strip()]
        return repeat_question_after(warning, context.say("noted"), texts=texts)
    return None


def _begin_other_dialog(context: Context, message: Input) -> Transition | None:
    """Begin the dialog that a report of danger, a file or a request in words asks for."""
    if is_filing_step(context.state.step):
        return None
    if isinstance(message, SentFile) and context.state.step.startswith("track."):
        sent_files = [*context.answers.get("handed", ()), incident_account.file_facts(message)]
        return repeat_question_after(context.say("file_waits"), handed=sent_files)
    if isinstance(message, SentFile) and message.kind == "voice" and not context.state.step.startswith(OTHER_DIALOGS):
        return replace(incident_account.request_file_recording(message), to="lodge.group")
    if isinstance(message, SentFile) and context.state.step in {"", "menu"}:
        return Transition(to="first.file", answers={"handed": [incident_account.file_facts(message)]})
    if not isinstance(message, TypedText):
        return None
    if missing_child_detection.detect_language(message.text):
        return missing_child.begin_report(context.with_state(context.state.end_dialog()), message)
    if warning := danger_warning(context, message.text):
        return Transition(
            to="lodge.group",
            answers={"texts": [message.text.strip()]},
            messages=(warning, context.say("danger_noted")),
        )
    text = typed_text.normalize(message.text)
    if _NEW.search(text):
        return Transition(to="lodge.group")
    if _TRACK.search(text) and not context.state.step.startswith("track."):
        return Transition(to="track.mine", effect=Effect("mine"))
    if _NEAREST.search(text) and context.state.step != "near.where":
        return Transition(to="near.where", answers={"_near": "centre" if _CENTRE.search(text) else "office"})
    return None


def _offer_help(context: Context, message: Input, transition: Transition) -> Transition:
    """After two misses in a row, hand the chat over to an operator (rules.handover_requests)."""
    text = message.text if isinstance(message, TypedText) and context.state.step not in KEY_STEPS else ""
    missed = [*context.answers.get(MISSES, ()), text]
    answers = {**transition.answers, MISSES: missed}
    if len(missed) < MISSES_BEFORE_HELP:
        return replace(transition, answers=answers)
    request = Effect("hand_over", {"reason": "misunderstood", "texts": [each for each in missed if each]})
    return replace(transition, answers=answers, effect=request)


def say_way_out(context: Context) -> str:
    """Name a helpline and say how to continue without an answer."""
    key = "way_out_unknown" if context.state.step in ANSWERS_WHEN_UNKNOWN else "way_out"
    return context.say_for_country(key, site=context.home)
