"""Public information: services and their documents, helplines, links and guides.

Every fact is a row of `information`; missing facts are stated as unknown.
"""

from whatsapp.rules.chat_inputs import Input
from whatsapp.rules.dialog_steps import Context, DialogStep, Transition, ask_again, end_dialog
from whatsapp.rules.dialogs import kept_out_officers
from whatsapp.rules.dialogs.answer_choices import chosen_answer
from whatsapp.rules.option_lists import Option, build_option_list, handle_option_choice
from whatsapp.rules.public_directory import ServiceEntry, translate
from whatsapp.rules.replies import Reply

ITEM_SEPARATOR = " | "  # between list items in one text
SERVICE_FACTS = ("documents", "fee", "time", "notes")


def _service_options(services: tuple[ServiceEntry, ...]) -> tuple[Option, ...]:
    return tuple(Option(service.code, service.names) for service in services)


# --- Khidmat Markaz services, and services from abroad ---------------------------------------------------------------


def ask_centre_service(context: Context) -> Reply:
    return build_option_list(
        context, context.say("ask_facility"), _service_options(context.directory.services_of_kind("pkm"))
    )


def handle_centre_service(context: Context, message: Input) -> Transition:
    def show(code: str) -> Transition:
        return Transition(
            to="pkm.next", answers={"facility": code}, messages=(_service_facts_text(context, "pkm", code),)
        )

    return handle_option_choice(context, message, _service_options(context.directory.services_of_kind("pkm")), show)


def _service_facts_text(context: Context, kind: str, code: str) -> str:
    """Return name, documents, fee and time of a service. Unknown values are stated."""
    service = context.directory.service(kind, code)
    if service is None:
        return context.say("old_list")
    lines = [translate(service.names, context.language)]
    for fact in SERVICE_FACTS:
        said = translate(service.facts.get(fact, {}), context.language)
        items = "".join(f"\n• {item}" for item in said.split(ITEM_SEPARATOR)) if ITEM_SEPARATOR in said else f" {said}"
        if said:
            lines.append(context.say(f"fact_{fact}") + items)
        elif fact != "notes":
            lines.append(context.say(f"fact_{fact}") + " " + context.say("unknown"))
    return "\n".join([*lines, service.url] if service.url else lines)


def ask_after_centre_service(context: Context) -> Reply:
    return context.buttons(context.say("pkm_next"), ("nearest", "nearest_centre"), ("another", "another_service"))


def handle_after_centre_service(context: Context, message: Input) -> Transition:
    match chosen_answer(message, {"nearest", "another"}):
        case "nearest":
            return Transition(to="near.where", answers={"_near": "centre"})
        case "another":
            return Transition(to="pkm")
    return ask_again(context.say("not_understood"))


# --- Helplines and links ---------------------------------------------------------------------------------------------


def show_helplines(context: Context) -> Transition:
    """Return the helplines. Phones turn each number into a link."""
    lines = []
    for helpline in context.directory.helplines:
        hours = translate(helpline.hours, context.language)
        name = translate(helpline.names, context.language)
        lines.append(f"{helpline.number} – {name}" + (f" ({hours})" if hours else ""))
    return end_dialog("\n".join(lines))


def show_links(context: Context, kind: str) -> Transition:
    """Return the links of a kind, or that they are unknown."""
    lines = []
    for link in context.directory.links:
        if link.kind == kind:
            note = translate(link.notes, context.language)
            said = f"{translate(link.names, context.language)}: {link.url or context.say('unknown')}"
            lines.append(f"{said}\n{note}" if note else said)
    return end_dialog("\n\n".join([*lines, *guide_texts(context, kind)]) or context.say("unknown"))


def guide_texts(context: Context, name: str) -> list[str]:
    """Return the steps of a guide as texts."""
    texts = []
    for step in context.directory.guide(name):
        title, words = translate(step.titles, context.language), translate(step.words, context.language)
        texts.append(f"*{title}*\n{words}" if title else words)
    return texts


# --- Pakistanis abroad -----------------------------------------------------------------------------------------------


def ask_overseas_topic(context: Context) -> Reply:
    return context.buttons(
        context.say("overseas"), ("lodge", "lodge"), ("services", "through_embassy"), ("guide", "good_to_know")
    )


def handle_overseas_topic(context: Context, message: Input) -> Transition:
    match chosen_answer(message, {"lodge", "services", "guide"}):
        case "lodge":
            return Transition(to="lodge.group")
        case "services":
            return Transition(to="overseas.services")
        case "guide":
            return end_dialog("\n\n".join(guide_texts(context, "overseas")) or context.say("unknown"))
    return ask_again(context.say("not_understood"))


def ask_overseas_services(context: Context) -> Reply:
    return build_option_list(
        context,
        context.say("ask_facility"),
        _service_options(context.directory.services_of_kind("overseas_global_portal")),
    )


def handle_overseas_services(context: Context, message: Input) -> Transition:
    options = _service_options(context.directory.services_of_kind("overseas_global_portal"))
    return handle_option_choice(
        context, message, options, lambda code: end_dialog(_service_facts_text(context, "overseas_global_portal", code))
    )


# --- Driving licence and FIR -----------------------------------------------------------------------------------------

TOPICS = {"licence": ("licence",), "fir": ("fir", "fir_more"), "refused": ("fir_refused",)}


def ask_licence_or_fir(context: Context) -> Reply:
    return context.buttons(
        context.say("licence_fir"), ("licence", "licence"), ("fir", "fir"), ("refused", "fir_refused")
    )


def handle_licence_or_fir(context: Context, message: Input) -> Transition:
    match chosen_answer(message, TOPICS.keys()):
        case "licence":
            papers = [_service_facts_text(context, "pkm", code) for code in ("learner_permit", "licence_renewal")]
            return end_dialog(*papers, *guide_texts(context, "licence"))
        case "fir":
            return end_dialog(*guide_texts(context, "fir"), *guide_texts(context, "fir_more"))
        case "refused":
            return Transition(to="fir.refused", messages=tuple(guide_texts(context, "fir_refused")))
    return ask_again(context.say("not_understood"))


def ask_refused_fir_offer(context: Context) -> Reply:
    return context.buttons(context.say("ask_refused"), ("yes", "lodge"), ("no", "main_menu"))


def handle_refused_fir_offer(context: Context, message: Input) -> Transition:
    match chosen_answer(message, {"yes", "no"}):
        case "yes":
            return kept_out_officers.step_after_kind(context, "fir_not_registered")
        case "no":
            return Transition(to="menu")
    return ask_again(context.say("not_understood"))


STEPS = (
    DialogStep("pkm", handle_centre_service, ask_centre_service, begins=True),
    DialogStep("pkm.next", handle_after_centre_service, ask_after_centre_service),
    DialogStep("overseas", handle_overseas_topic, ask_overseas_topic, begins=True),
    DialogStep("overseas.services", handle_overseas_services, ask_overseas_services, begins=True),
    DialogStep("licence_fir", handle_licence_or_fir, ask_licence_or_fir, begins=True),
    DialogStep("fir.refused", handle_refused_fir_offer, ask_refused_fir_offer, begins=True),
)
