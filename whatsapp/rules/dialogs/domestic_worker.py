"""Request for the verification of a domestic worker."""

from collections.abc import Mapping

from web import identity_numbers
from whatsapp.rules.answer_choices import YES_NO, chosen_answer
from whatsapp.rules.chat_inputs import EffectResult, Input, SentFile, TypedText
from whatsapp.rules.dialog_steps import (
    Context,
    DialogStep,
    Effect,
    Transition,
    ask_again,
    repeat_question_after,
)
from whatsapp.rules.dialogs.end_acts import end_service
from whatsapp.rules.dialogs.public_information import guide_texts
from whatsapp.rules.open_questions import is_sentence
from whatsapp.rules.option_lists import Option, build_option_list, handle_option_choice
from whatsapp.rules.replies import Reply
from whatsapp.rules.text_direction import isolate_direction
from whatsapp.rules.text_meaning.worker_details import parse_worker_details

LONGEST_NAME = 120


TEXT_QUESTIONS = ("worker_name", "worker_cnic", "employer_name", "employer_cnic", "employer_phone")
"""Answers that are typed, in this order; each has a step of its own name."""


def ask_request_or_status(context: Context) -> Reply:
    return context.buttons(context.say("domestic"), ("ask", "ask_verification"), ("track", "track_verification"))


def handle_request_or_status(context: Context, message: Input) -> Transition:
    match chosen_answer(message, {"ask", "track"}):
        case "ask":
            requirements = "\n".join(guide_texts(context, "domestic"))
            return Transition(to="domestic.agreed", messages=(requirements,) if requirements else ())
        case "track":
            return Transition(to="domestic.number")
    return ask_again(context.say("not_understood"))


def ask_verification_number(context: Context) -> Reply:
    return context.text("ask_verification_number")


def handle_verification_number(context: Context, message: Input) -> Transition:
    """Look up a request by its number, for the phone that made it."""
    if isinstance(message, EffectResult):
        stage = message.facts.get("stage")
        return (
            end_service(
                context, context.say(f"verification_{stage}"), acts=("complain:verification_delay", "office", "menu")
            )
            if stage
            else ask_again(context.say("no_such_verification"))
        )
    if isinstance(message, TypedText) and is_sentence(message.text):
        return ask_again()
    if isinstance(message, TypedText):
        return Transition(effect=Effect("verification", {"number": message.text.strip()[:40]}))
    return ask_again(context.say("words_please"))


def ask_worker_consent(context: Context) -> Reply:
    return context.buttons(context.say("ask_agreed"), ("yes", "yes"), ("no", "no"))


def handle_worker_consent(context: Context, message: Input) -> Transition:
    match chosen_answer(message, YES_NO.keys(), YES_NO):
        case "yes":
            return Transition(to="domestic.details", answers={"agreed": True})
        case "no":
            return end_service(context, context.say("not_without_agreement"), acts=("verify", "helplines", "menu"))
    return ask_again(context.say("not_understood"))


def ask_all_details(context: Context) -> Reply:
    return context.text("ask_worker_details")


def handle_all_details(context: Context, message: Input) -> Transition:
    """Read all details from one message. What is missing is asked afterwards, one question each."""
    if not isinstance(message, TypedText):
        return ask_again(context.say("words_please"))
    details = parse_worker_details(message.text, context.directory)
    if not details:
        return ask_again(context.say("needed_here"))
    if len(details) > 1 and context.person.phone:
        details.setdefault("employer_phone", context.person.phone)
    step = _next_detail(details)
    told = [context.say(f"ask_{name}").rstrip("?؟") + ": " + isolate_direction(details[name])
            for name in TEXT_QUESTIONS if name in details]  # fmt: skip
    messages = (context.say("details_understood") + "\n" + "\n".join(told),) if len(details) > 1 else ()
    return Transition(to=step, answers=details, messages=messages)


def _next_detail(answers: Mapping) -> str:
    """Return the step of the first detail that is missing; the photo if none is."""
    missing = next((name for name in (*TEXT_QUESTIONS, "district") if not answers.get(name)), "photo")
    return f"domestic.{missing}"


def _text_question_step(name: str) -> DialogStep:
    """Return the step for one of TEXT_QUESTIONS."""

    def ask(context: Context) -> Reply:
        return context.text(f"ask_{name}")

    def handle(context: Context, message: Input) -> Transition:
        if not isinstance(message, TypedText):
            return ask_again(context.say("words_please"))
        return _accept_text_answer(context, name, message.text.strip())

    return DialogStep(f"domestic.{name}", handle, ask, free=True)


def _accept_text_answer(context: Context, name: str, typed: str) -> Transition:
    try:
        value = _PARSERS[name](typed)
    except identity_numbers.ImpossibleNumber:
        return ask_again(context.say("bad_phone" if name == "employer_phone" else "bad_cnic"))
    if name == "employer_cnic" and value == context.answers.get("worker_cnic"):
        return repeat_question_after(context.say("same_person"))
    return Transition(to=_next_detail({**context.answers, name: value}), answers={name: value})


def _shorten_name(typed: str) -> str:
    return typed[:LONGEST_NAME]


_PARSERS = {
    "worker_name": _shorten_name,
    "worker_cnic": identity_numbers.normalise_cnic,
    "employer_name": _shorten_name,
    "employer_cnic": identity_numbers.normalise_cnic,
    "employer_phone": identity_numbers.normalise_phone,
}


def _district_options(context: Context) -> tuple[Option, ...]:
    return tuple(Option(place.code, place.names) for place in context.directory.offices_of_kind("district"))


def ask_district(context: Context) -> Reply:
    return build_option_list(context, context.say("ask_worker_district"), _district_options(context))


def handle_district(context: Context, message: Input) -> Transition:
    return handle_option_choice(
        context, message, _district_options(context),
        lambda code: Transition(to="domestic.photo", answers={"district": code}),
        otherwise="no_such_district",
    )  # fmt: skip


def ask_worker_photo(context: Context) -> Reply:
    return context.text("ask_photo")


def handle_worker_photo(context: Context, message: Input) -> Transition:
    """Handle the photo. It is downloaded and checked first, so the number follows in a later message."""
    if isinstance(message, EffectResult):
        return end_service(context, context.say("number_follows"), acts=("verification", "menu"))
    if not isinstance(message, SentFile) or message.kind != "photo":
        return ask_again()
    request_answers = {name: context.answers[name] for name in (*TEXT_QUESTIONS, "district", "agreed")}
    facts = {
        "media_id": message.media_id,
        "media_type": message.media_type,
        "name": message.name,
        "asked": request_answers,
    }
    return Transition(effect=Effect("verify", facts | {"dialog_key": context.state.dialog_key}))


STEPS = (
    DialogStep("domestic", handle_request_or_status, ask_request_or_status, begins=True),
    DialogStep("domestic.number", handle_verification_number, ask_verification_number, free=True),
    DialogStep("domestic.agreed", handle_worker_consent, ask_worker_consent),
    DialogStep("domestic.details", handle_all_details, ask_all_details, free=True),
    *(_text_question_step(name) for name in TEXT_QUESTIONS),
    DialogStep("domestic.district", handle_district, ask_district),
    DialogStep("domestic.photo", handle_worker_photo, ask_worker_photo),
)
