"""Handling of messages that do not answer the current question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from complaints.rules import accepted_files
from whatsapp.rules import missing_child_detection, typed_text
from whatsapp.rules.chat_inputs import EffectResult, Input, SentFile, SentLocation, TypedText
from whatsapp.rules.chat_state import State
from whatsapp.rules.danger_warning import danger_warning
from whatsapp.rules.dialog_steps import Context, Effect, Transition, ask_again, end_dialog, repeat_question_after
from whatsapp.rules.dialogs import (
    complainant_details,
    complaint_filing,
    complaint_tracking,
    domestic_worker,
    evidence_dialog,
    incident_account,
    incident_place,
    kept_out_officers,
    missing_child,
)
from whatsapp.rules.dialogs.complaint_words import ask_where_words_belong
from whatsapp.rules.dialogs.end_acts import END_STEP, end_service
from whatsapp.rules.dialogs.sentence_start import begin_from_sentence, begin_from_unread_text
from whatsapp.rules.dialogs.service_starts import SERVICE_STARTS
from whatsapp.rules.open_questions import is_sentence
from whatsapp.rules.text_meaning import service_wishes
from whatsapp.rules.text_meaning.human_requests import asks_for_human
from whatsapp.rules.text_meaning.language_detection import is_other_language
from whatsapp.rules.text_meaning.sentence_meaning import read_sentence

FILING_PREFIXES = ("lodge.", "place.", "tell.", "keep.", "child.", "who.")
FILE_STEPS = frozenset({"tell.what", "tell.files", "child.who"})
"""Steps whose question may be answered with a file."""

OTHER_DIALOGS = ("domestic", "feedback", "notice")
"""Dialogs in which a voice note does not begin a complaint."""

KEY_STEP = "track.key"
"""The question for a key. What is typed there may be a secret or duress word."""

MISSES, MISSES_BEFORE_HELP = "_misses", 2
"""The name among the answers of the messages that missed the question in a row, and how many bring a human.

No more than that many are kept.
"""

ANSWERS_WHEN_UNKNOWN: Mapping[str, Callable[[Context], Transition]] = {
    "lodge.group": complaint_filing.choose_unknown_kind,
    "lodge.kind": complaint_filing.choose_unknown_kind,
    "lodge.understood": complaint_filing.choose_unknown_kind,
    "place.region": incident_place.choose_unknown_district,
    "place.district": incident_place.choose_unknown_district,
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

OPTIONAL_STEPS = frozenset(
    {"place.spot", "tell.files", "who.woman", "who.name", "who.document", "who.phone", "who.messages"}
)
"""Questions that "later" leaves out. At others it keeps the dialog for a day."""

NO_ANSWER = (typed_text.NO | typed_text.SKIP | typed_text.DONT_KNOW) - frozenset({"2"})
"""Words that give no answer. A number is one where a list is numbered."""

LEAVING_STEPS = frozenset({"feedback", "notice.tip", "near.where", "track.number", "domestic.number"})
"""Questions for words that the dialog is only about: "no" ends it."""

REQUIRED_STEPS = frozenset({"domestic.details", *(f"domestic.{name}" for name in domestic_worker.TEXT_QUESTIONS)})
"""Questions for words without which a request cannot be made."""

STEP_OF_WISH: Mapping[str, Transition] = {
    service_wishes.TRACK: Transition(to="track.mine", effect=Effect("mine")),
    service_wishes.NEW_COMPLAINT: Transition(to="lodge.group"),
    service_wishes.CENTRE: Transition(to="near.where", answers={"_near": "centre"}),
}
"""Where a wish leads that is no service of the menu."""


POLICE_ALONE = frozenset(
    {
        *("sho", "s.h.o", "thanedar", "thanaydar", "thane dar", "thana", "police", "police wale", "police officer"),
        *("policeman", "ایس ایچ او", "تھانیدار", "تھانے دار", "تھانہ", "پولیس", "پولیس والے"),
    }
)
"""Texts that name nothing but the police: a complaint about them, of which the kind is asked."""


def is_filing_step(step: str) -> bool:
    """Return whether a step belongs to filing a complaint."""
    return step.startswith(FILING_PREFIXES)


def asks_for_key(state: State) -> bool:
    """Return whether the waiting question asks for a key: "back" also leads to a complaint that is not open."""
    return state.step == KEY_STEP or (state.step == "track.one" and not state.answers.get("standing"))


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
    if isinstance(message, TypedText) and typed_text.is_one_of(message.text, NO_ANSWER):
        return _accept_no_answer(context, message)
    return None


def _accept_no_answer(context: Context, message: TypedText) -> Transition | None:
    """Return the transition for "no" or "I don't know" where any text would be taken as the answer.

    Where an officer's question waits, both may be the answer to it.
    """
    step = context.state.step
    if step in {"track.one", "news"} and not typed_text.is_one_of(message.text, typed_text.SKIP):
        return ask_where_words_belong(context, message.text)
    if step in LEAVING_STEPS:
        return _leave_dialog(context)
    if step in REQUIRED_STEPS:
        return ask_again(context.say("needed_here"))
    is_refusal = not typed_text.is_one_of(message.text, typed_text.DONT_KNOW)
    if step == "track.words" and context.answers.get("act") == "missing" and is_refusal:
        return end_dialog(context.say("anything_else"))
    if step == "track.words" and is_refusal:
        return evidence_dialog.show_complaint_again(context)
    return None


def leave_for_later(context: Context) -> Transition:
    """Return what "later" means: an optional question is left out, a dialog with answers is kept for a day."""
    step = context.state.step
    return ANSWERS_WHEN_UNKNOWN[step](context) if step in OPTIONAL_STEPS else _leave_dialog(context)


def _leave_dialog(context: Context) -> Transition:
    """Return the transition out of a dialog. Its answers, if it has any, are kept for a day, and the chat says so."""
    return Transition(to="", messages=(context.say("left_open"),), interrupts=True)


def handle_missed_answer(context: Context, message: Input, transition: Transition) -> Transition:
    """Return the transition for a message that missed the question: keep it, begin another dialog, or offer help."""
    if not transition.is_miss:
        return transition
    return (
        _leave_question(context, message)
        or _add_to_filed_complaint(context, message)
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
        if not incident_account.fits_account(context, message.text):
            return repeat_question_after(warning, context.say("text_full"))
        texts = [*context.answers.get("texts", ()), message.text.strip()]
        return repeat_question_after(warning, context.say("noted"), texts=texts)
    if isinstance(message, TypedText) and asks_for_human(message.text):
        return offer_human(context, "requested", [message.text])
    if isinstance(message, TypedText) and service_wishes.find_wish(message.text) == service_wishes.WHO_SEES:
        return repeat_question_after(context.say("who_sees"))
    if isinstance(message, TypedText) and is_sentence(message.text):
        return _add_sentence(context, message.text.strip())
    return None


def _add_sentence(context: Context, text: str) -> Transition:
    """Keep a sentence that is no answer, so that nothing is lost."""
    texts = list(context.answers.get("texts", ()))
    if text in texts:
        return ask_again(context.say("noted"))
    if not incident_account.fits_account(context, text):
        return repeat_question_after(context.say("text_full"))
    return ask_again(context.say("noted_beside"), texts=[*texts, text])


def _begin_other_dialog(context: Context, message: Input) -> Transition | None:
    """Begin the dialog that a report of danger, a file or a request in words asks for."""
    if is_filing_step(context.state.step):
        return None
    if isinstance(message, SentFile) and context.state.step.startswith("track."):
        sent_files = context.answers.get("handed", ())
        if len(sent_files) >= accepted_files.MOST_FILES:
            return repeat_question_after(context.say("file_too_many"))
        sent_files = [*sent_files, incident_account.file_facts(message)]
        return repeat_question_after(context.say("file_waits"), handed=sent_files)
    if isinstance(message, SentFile) and message.kind == "voice" and not context.state.step.startswith(OTHER_DIALOGS):
        transition = incident_account.request_file_recording(message)
        return replace(transition, to="lodge.group", answers={"phone": context.person.phone})
    if isinstance(message, SentFile) and context.state.step in {"", "menu"}:
        if transition := _begin_with_caption(context, message):
            return transition
        handed = [incident_account.file_facts(message)]
        return Transition(
            to="first.file", answers={"handed": handed, **incident_account.album_time(context, step="first.file")}
        )
    if not isinstance(message, TypedText):
        return None
    if missing_child_detection.detect_language(message.text):
        report = missing_child.begin_report(context.with_state(context.state.end_dialog()), message)
        return replace(report, interrupts=True)
    return _begin_what_is_asked_for(context, message.text)


def _begin_with_caption(context: Context, message: SentFile) -> Transition | None:
    """Begin a complaint with the file if its caption says what happened."""
    if not is_sentence(message.caption):
        return None
    file = incident_account.file_facts(replace(message, caption=""))
    return begin_from_sentence(context.with_answers(handed=[file]), message.caption)


def _begin_what_is_asked_for(context: Context, text: str) -> Transition | None:
    """Begin the complaint or the service that a text asks for. Danger comes first.

    Where a key is asked for, a text may be a secret word, so it begins nothing else and is not kept. What has the form
    of a code begins nothing anywhere.
    """
    if warning := danger_warning(context, text):
        return begin_from_sentence(context, text, warning) or begin_from_unread_text(
            context, text, warning, context.say("danger_noted")
        )
    if (asks_for_key(context.state) and not asks_for_human(text)) or complaint_tracking.may_be_key(text):
        return None
    if is_other_language(text):
        return begin_from_unread_text(context, text, context.say("other_language"))
    if typed_text.is_one_of(text, POLICE_ALONE):
        return Transition(to="lodge.kind", answers={"group": "conduct"}, interrupts=True)
    wish = service_wishes.find_wish(text)
    if not wish and not read_sentence(text, context.directory).kinds:
        wish = service_wishes.find_wish(text, least_share=service_wishes.WEAK_SHARE)
    match wish:
        case service_wishes.HUMAN:
            return offer_human(context, "requested", [] if asks_for_key(context.state) else [text])
        case service_wishes.THANKS:
            return _leave_dialog(context)
        case service_wishes.WHO_SEES if context.state.step in {"", "menu", END_STEP}:
            return end_service(context, context.say("who_sees"), acts=("police", "mine", "menu"))
        case service_wishes.WHO_SEES:
            return repeat_question_after(context.say("who_sees"))
        case service_wishes.TRACK if context.state.step.startswith("track."):
            return None
        case service_wishes.NEW_COMPLAINT if service_wishes.says_more(text, wish):
            return begin_from_sentence(context, text)
    start = SERVICE_STARTS.get(wish)
    transition = STEP_OF_WISH.get(wish) or (start(context) if start else None)
    if transition and transition.to != context.state.step:
        return replace(transition, interrupts=True)
    return None if transition else ask_where_words_belong(context, text) or begin_from_sentence(context, text)


def _leave_question(context: Context, message: Input) -> Transition | None:
    """Return the transition for "no", "skip" or "I don't know" at a question that has no such answer."""
    if not isinstance(message, TypedText) or not typed_text.is_one_of(message.text, NO_ANSWER):
        return None
    step = context.state.step
    if step in ANSWERS_WHEN_UNKNOWN:
        return ANSWERS_WHEN_UNKNOWN[step](context)
    if step == "lodge.change":
        return Transition(to="lodge.check")
    if step == "lodge.check":
        return repeat_question_after(context.say("nothing_needed"))
    if is_filing_step(step) or step == "language":
        return None
    return _leave_dialog(context)


def _offer_help(context: Context, message: Input, transition: Transition) -> Transition:
    """Keep the message among the misses in a row. From the second on, a human is offered.

    An operator will read the misses, so a text that may be a key or a secret word is not kept.
    """
    text = message.text if isinstance(message, TypedText) else ""
    if asks_for_key(context.state) or complaint_tracking.may_be_key(text):
        text = ""
    missed = [*context.answers.get(MISSES, ()), text][-MISSES_BEFORE_HELP:]
    transition = replace(transition, answers={**transition.answers, MISSES: missed})
    return transition if len(missed) < MISSES_BEFORE_HELP else offer_human(context, "misunderstood", missed, transition)


def offer_human(
    context: Context, reason: str, texts: Sequence[str], transition: Transition | None = None
) -> Transition:
    """Return the transition that asks for an operator (handover.handover_requests); the question that waits stays open.

    `reason`: "misunderstood" or "requested". `texts`: the messages that led here. `transition`: of a missed message.
    """
    request = Effect("hand_over", {"reason": reason, "texts": [each for each in texts if each]})
    return replace(transition or repeat_question_after(), effect=request)


def say_way_out(context: Context) -> str:
    """Name a helpline and say how to continue without an answer."""
    key = "way_out_unknown" if context.state.step in ANSWERS_WHEN_UNKNOWN else "way_out"
    return context.say_for_country(key, site=context.home)
