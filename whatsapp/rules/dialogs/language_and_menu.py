"""Choice of the language and of the service."""

from functools import partial

from whatsapp.rules import saved_inputs, typed_text
from whatsapp.rules.chat_inputs import Input, SentLocation, Tap, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Transition, ask_again, repeat_question_after
from whatsapp.rules.dialogs.service_starts import SERVICE_STARTS
from whatsapp.rules.languages import OWN_NAMES, Language
from whatsapp.rules.open_questions import is_sentence
from whatsapp.rules.option_lists import Option, build_option_list, handle_option_choice
from whatsapp.rules.public_directory import translate
from whatsapp.rules.replies import ButtonReply, Reply, ReplyButton
from whatsapp.rules.tap_ids import make_tap_id, parse_tap_id
from whatsapp.rules.text_meaning import service_wishes
from whatsapp.rules.text_meaning.language_detection import detect_language

LANGUAGES = (Language.URDU, Language.ENGLISH, Language.ROMAN)
_LANGUAGE_NAMES = {
    "urdu": Language.URDU, "اردو": Language.URDU, "english": Language.ENGLISH, "angrezi": Language.ENGLISH,
    "انگریزی": Language.ENGLISH, "roman": Language.ROMAN, "roman urdu": Language.ROMAN, "رومن": Language.ROMAN,
}  # fmt: skip


def ask_language(context: Context) -> Reply:
    """Ask for the language in both scripts, because the person's is not known yet."""
    choices = (ReplyButton(make_tap_id("language", language), OWN_NAMES[language]) for language in LANGUAGES)
    return ButtonReply(context.say("choose_language"), tuple(choices))


def handle_language(context: Context, message: Input) -> Transition:
    chosen = _chosen_language(message)
    if chosen is None:
        return _language_of_sentence(context, message)
    first = saved_inputs.restore_input(context.answers.get("_first"))
    if isinstance(first, TypedText) and (
        typed_text.parse_command(first.text) or typed_text.parse_number(first.text) is not None
    ):
        first = None
    if context.state.trail:
        return Transition(language=chosen)
    return Transition(to="menu", language=chosen, replay=first, messages=(context.greeting(chosen),))


def _language_of_sentence(context: Context, message: Input) -> Transition:
    """Take the language in which somebody writes instead of choosing. What was written last is kept."""
    if not isinstance(message, TypedText) or typed_text.parse_number(message.text) is not None:
        return ask_again()
    kept = {} if context.state.trail or not typed_text.has_words(message.text) else saved_inputs.save_input(message)
    detected = detect_language(message.text) if is_sentence(message.text) else None
    if detected and not context.state.trail:
        return Transition(to="menu", language=detected, replay=message, messages=(context.greeting(detected),))
    is_worth_keeping = is_sentence(message.text) or bool(service_wishes.find_wish(message.text))
    return ask_again(**({"_first": kept} if kept and is_worth_keeping else {}))


def named_language(text: str) -> Language | None:
    """Return the language whose name a text consists of."""
    return _LANGUAGE_NAMES.get(typed_text.normalize(text))


def _chosen_language(message: Input) -> Language | None:
    if isinstance(message, Tap) and parse_tap_id(message.id)[1] in set(Language):
        return Language(parse_tap_id(message.id)[1])
    if not isinstance(message, TypedText):
        return None
    number = typed_text.parse_number(message.text)
    if number is not None:
        return LANGUAGES[number - 1] if 1 <= number <= len(LANGUAGES) else None
    return named_language(message.text)


def service_options(context: Context) -> tuple[Option, ...]:
    """Return the services in their order."""
    return tuple(
        Option(
            service.code,
            service.names,
            translate(service.titles, context.language),
            translate(service.descriptions, context.language),
        )
        for service in context.directory.menu()
    )


def ask_service(context: Context) -> Reply:
    """Ask for the service. The text numbers all of them; the list shows nine and *More*."""
    return build_option_list(context, context.say("choose_service"), service_options(context), button="services")


def handle_service(context: Context, message: Input) -> Transition:
    """Handle a service's number, name or tap. Files are handled by rules.missed_answers."""
    if isinstance(message, SentLocation):
        return ask_again(context.say("file_for_what"))
    return handle_option_choice(context, message, service_options(context), partial(begin_service, context))


def begin_service(context: Context, code: str) -> Transition:
    """Begin a service without earlier answers."""
    return (
        SERVICE_STARTS[code](context) if code in SERVICE_STARTS else repeat_question_after(context.say("not_here_yet"))
    )


STEPS = (
    DialogStep("language", handle_language, ask_language, begins=True),
    DialogStep("menu", handle_service, ask_service, begins=True),
)
