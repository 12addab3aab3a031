"""Services of a Khidmat Markaz: the documents for the person's own case, and what to do then.

Every fact is a row of `information`; missing facts are stated as unknown, and unconfirmed ones as unconfirmed.
"""

from collections.abc import Mapping

from information.rules.text_languages import DocumentCase, document_cases, items_in_case, split_items
from whatsapp.rules.answer_choices import YES_NO, chosen_answer
from whatsapp.rules.chat_inputs import Input
from whatsapp.rules.dialog_steps import Context, DialogStep, Transition, ask_again
from whatsapp.rules.dialogs.end_acts import end_service
from whatsapp.rules.option_lists import Option, build_option_list, handle_option_choice
from whatsapp.rules.public_directory import translate
from whatsapp.rules.replies import Reply

SERVICE_FACTS = ("documents", "fee", "time", "notes")
LICENCE_SERVICES = frozenset({"learner_permit", "licence_renewal"})
DOUBTS = frozenset({"likely", "guess"})
CASE_BUTTONS = {DocumentCase.ABROAD: (("no", "in_pakistan"), ("yes", "from_abroad"))}
"""Buttons of a question about a case, where they are not yes and no."""


def service_options(context: Context, kind: str) -> tuple[Option, ...]:
    """Return the services of a kind, with short titles where the table has them."""
    return tuple(
        Option(service.code, service.names, service.titles.get(context.language, ""))
        for service in context.directory.services_of_kind(kind)
    )


def ask_centre_service(context: Context) -> Reply:
    return build_option_list(context, context.say("ask_facility"), service_options(context, "pkm"))


def handle_centre_service(context: Context, message: Input) -> Transition:
    return handle_option_choice(
        context, message, service_options(context, "pkm"), lambda code: begin_centre_service(context, code)
    )


def begin_centre_service(context: Context, code: str) -> Transition:
    """Ask about the case if it decides which documents are needed; otherwise show the facts."""
    if _case_to_ask(context, code) is None:
        return _show_service(context, code, {})
    return Transition(to="pkm.case", answers={"_facility": code})


def _case_to_ask(context: Context, code: str) -> DocumentCase | None:
    """Return the circumstance that only the person knows; None if there is none. A foreign number says where it is."""
    service = context.directory.service("pkm", code)
    cases = document_cases(translate(service.facts.get("documents", {}), context.language)) if service else []
    known = {DocumentCase.ABROAD} if context.person.is_abroad else set()
    return next((case for case in cases if case not in known), None)


def ask_case(context: Context) -> Reply:
    case = _case_to_ask(context, context.answers.get("_facility", ""))
    return context.buttons(
        context.say(f"case_{case or DocumentCase.ABROAD}"), *CASE_BUTTONS.get(case, (("yes", "yes"), ("no", "no")))
    )


def handle_case(context: Context, message: Input) -> Transition:
    code = context.answers.get("_facility", "")
    case = _case_to_ask(context, code)
    if case is None:
        return _show_service(context, code, {})
    answer = chosen_answer(message, YES_NO.keys(), YES_NO)
    return _show_service(context, code, {case: answer == "yes"}) if answer else ask_again(context.say("not_understood"))


def _show_service(context: Context, code: str, applies: Mapping[str, bool]) -> Transition:
    text = service_facts_text(context, "pkm", code, applies=applies)
    complaint = "licence_service" if code in LICENCE_SERVICES else "khidmat_markaz"
    is_abroad = context.person.is_abroad or applies.get(DocumentCase.ABROAD)
    where = "embassy" if is_abroad else "centre"
    return end_service(context, text, acts=(where, f"complain:{complaint}", "services"))


def service_facts_text(context: Context, kind: str, code: str, *, applies: Mapping[str, bool] | None = None) -> str:
    """Return name, documents, fee, time and notes of a service, each with its certainty.

    `applies`: which circumstances apply to the person; documents of another circumstance are left out.
    """
    service = context.directory.service(kind, code)
    if service is None:
        return context.say("old_list")
    lines = [translate(service.names, context.language)]
    for fact in SERVICE_FACTS:
        text = translate(service.facts.get(fact, {}), context.language)
        items = items_in_case(text, applies or {}) if fact == "documents" else split_items(text)
        if items:
            heading = context.say(f"fact_{fact}").removesuffix(":")
            heading += doubt_note(context, service.certainties.get(fact, "")) + ":"
            lines.append(f"{heading} {items[0]}" if len(items) == 1 else "\n• ".join([heading, *items]))
        elif fact != "notes":
            lines.append(context.say(f"fact_{fact}") + " " + context.say("unknown"))
    if service.as_of:
        lines.append(context.say("as_of", year=service.as_of))
    return "\n".join([*lines, service.url] if service.url else lines)


def doubt_note(context: Context, certainty: str) -> str:
    """Return " (likely)" or " (unconfirmed)" for a fact that is not certain; "" for others."""
    key = f"certainty_{certainty}"
    return f" ({context.say(key)})" if certainty in DOUBTS else ""


STEPS = (
    DialogStep("pkm", handle_centre_service, ask_centre_service, begins=True),
    DialogStep("pkm.case", handle_case, ask_case),
)
