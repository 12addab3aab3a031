"""Public information: helplines, links, and guides to a driving licence and an FIR. Each ends in an act.

Every fact is a row of `information`; missing facts are stated as unknown.
"""

from whatsapp.rules.answer_choices import YES_NO, chosen_answer
from whatsapp.rules.chat_inputs import Input
from whatsapp.rules.dialog_steps import Context, DialogStep, Transition, ask_again
from whatsapp.rules.dialogs import centre_services, kept_out_officers
from whatsapp.rules.dialogs.end_acts import end_service
from whatsapp.rules.public_directory import translate
from whatsapp.rules.replies import Reply

LINK_ACTS = {
    "social": ("online", "helplines", "menu"),
    "website": ("lodge", "track", "menu"),
    "citizen_portal": ("lodge", "track", "menu"),
}
"""What can be done after the links of each kind."""

# --- Helplines and links ---------------------------------------------------------------------------------------------


def show_helplines(context: Context) -> Transition:
    """Return the helplines. Phones turn each number into a link."""
    lines = [context.say("short_numbers_abroad")] if context.person.is_abroad else []
    for helpline in context.directory.helplines:
        hours = translate(helpline.hours, context.language)
        name = translate(helpline.names, context.language)
        doubt = centre_services.doubt_note(context, helpline.certainty)
        lines.append(f"{helpline.number} – {name}" + (f" ({hours})" if hours else "") + doubt)
    return end_service(context, context.say("tap_to_call"), "\n".join(lines), acts=("lodge", "office", "menu"))


def show_links(context: Context, kind: str) -> Transition:
    """Return the links of a kind, or that they are unknown."""
    lines = []
    for link in context.directory.links:
        if link.kind == kind:
            note = translate(link.notes, context.language)
            doubt = centre_services.doubt_note(context, link.certainty) if link.url else ""
            said = f"{translate(link.names, context.language)}: {link.url or context.say('unknown')}{doubt}"
            lines.append(f"{said}\n{note}" if note else said)
    text = "\n\n".join([*lines, *guide_texts(context, kind)]) or context.say("unknown")
    return end_service(context, text, acts=LINK_ACTS[kind])


def guide_texts(context: Context, name: str) -> list[str]:
    """Return the steps of a guide as texts."""
    texts = []
    for step in context.directory.guide(name):
        title, words = translate(step.titles, context.language), translate(step.words, context.language)
        texts.append(f"*{title}*\n{words}" if title else words)
    return texts


# --- Driving licence and FIR -----------------------------------------------------------------------------------------


def ask_licence_or_fir(context: Context) -> Reply:
    return context.buttons(
        context.say("licence_fir"), ("licence", "licence"), ("fir", "fir"), ("refused", "fir_refused")
    )


def handle_licence_or_fir(context: Context, message: Input) -> Transition:
    match chosen_answer(message, frozenset({"licence", "fir", "refused"})):
        case "licence":
            return Transition(to="licence", messages=tuple(guide_texts(context, "licence")))
        case "fir":
            return show_fir_guide(context)
        case "refused":
            return show_refused_fir_guide(context)
    return ask_again(context.say("not_understood"))


def ask_licence_service(context: Context) -> Reply:
    return context.buttons(
        context.say("licence_which"), ("learner_permit", "learner_permit"), ("licence_renewal", "licence_renewal")
    )


def handle_licence_service(context: Context, message: Input) -> Transition:
    code = chosen_answer(message, centre_services.LICENCE_SERVICES)
    return centre_services.begin_centre_service(context, code) if code else ask_again(context.say("not_understood"))


def show_fir_guide(context: Context) -> Transition:
    """Show how an FIR is registered."""
    texts = (*guide_texts(context, "fir"), *guide_texts(context, "fir_more"))
    return end_service(context, *texts, acts=("office", "crime", "refused"))


def show_refused_fir_guide(context: Context) -> Transition:
    """Show what to do if an FIR is refused, and offer to take down the complaint."""
    return Transition(to="fir.refused", messages=tuple(guide_texts(context, "fir_refused")))


def ask_refused_fir_offer(context: Context) -> Reply:
    return context.buttons(context.say("ask_refused"), ("yes", "lodge"), ("no", "main_menu"))


def handle_refused_fir_offer(context: Context, message: Input) -> Transition:
    match chosen_answer(message, frozenset({"yes", "no"}), YES_NO):
        case "yes":
            return kept_out_officers.step_after_kind(context, "fir_not_registered")
        case "no":
            return Transition(to="menu")
    return ask_again(context.say("not_understood"))


STEPS = (
    DialogStep("licence_fir", handle_licence_or_fir, ask_licence_or_fir, begins=True),
    DialogStep("licence", handle_licence_service, ask_licence_service, begins=True),
    DialogStep("fir.refused", handle_refused_fir_offer, ask_refused_fir_offer, begins=True),
)
