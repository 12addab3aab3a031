"""Help for Pakistanis abroad: a complaint, what the embassy takes, the time in both places, and how it works."""

from datetime import datetime
from zoneinfo import ZoneInfo

from web import identity_numbers
from web.countries import COUNTRIES, ZONE_OF_COUNTRY
from whatsapp.rules.chat_inputs import Input
from whatsapp.rules.dialog_steps import Context, DialogStep, Transition, repeat_question_after
from whatsapp.rules.dialogs.centre_services import service_facts_text, service_options
from whatsapp.rules.dialogs.end_acts import end_service
from whatsapp.rules.dialogs.public_information import guide_texts
from whatsapp.rules.option_lists import Option, build_option_list, handle_option_choice
from whatsapp.rules.replies import Reply
from whatsapp.rules.time_format import format_clock_time

TOPICS = {"lodge": "lodge", "embassy": "through_embassy", "time": "time_where_i_live", "guide": "good_to_know"}
SERVICES = "overseas_global_portal"


def ask_overseas_topic(context: Context) -> Reply:
    return build_option_list(context, context.say("overseas"), _topic_options(context))


def _topic_options(context: Context) -> tuple[Option, ...]:
    return tuple(Option(topic, context.say_in_every_language(key)) for topic, key in TOPICS.items())


def handle_overseas_topic(context: Context, message: Input) -> Transition:
    return handle_option_choice(context, message, _topic_options(context), lambda topic: _begin_topic(context, topic))


def _begin_topic(context: Context, topic: str) -> Transition:
    match topic:
        case "lodge":
            zone = context.answers.get("_zone")
            return Transition(to="lodge.group", answers={"time_zone": zone} if zone else {})
        case "embassy":
            return Transition(to="overseas.services")
        case "time":
            phone = context.person.phone
            zone = identity_numbers.time_zone_of_phone(phone) if context.person.is_abroad else None
            return (
                repeat_question_after(_time_text(context, zone), _zone=zone)
                if zone
                else Transition(to="overseas.country")
            )
    acts = ("lodge", "embassy", "helplines")
    return end_service(context, "\n\n".join(guide_texts(context, "overseas")) or context.say("unknown"), acts=acts)


def ask_overseas_services(context: Context) -> Reply:
    return build_option_list(context, context.say("ask_facility"), service_options(context, SERVICES))


def handle_overseas_services(context: Context, message: Input) -> Transition:
    """Show what the service needs. No list of embassies is among the facts, and the chat says so."""
    return handle_option_choice(
        context,
        message,
        service_options(context, SERVICES),
        lambda code: end_service(
            context,
            service_facts_text(context, SERVICES, code),
            context.say("no_embassy_known"),
            acts=("complain:overseas_other", "overseas", "helplines"),
        ),
    )


# --- The time where the person lives ---------------------------------------------------------------------------------


def ask_country(context: Context) -> Reply:
    return build_option_list(context, context.say("ask_country"), _country_options())


def _country_options() -> tuple[Option, ...]:
    """Return the countries, those where many Pakistanis live first. They have no names in Roman Urdu."""
    countries = sorted(COUNTRIES, key=lambda country: not country.is_common)
    return tuple(Option(country.code, {"en": country.name_en, "ur": country.name_ur}) for country in countries)


def handle_country(context: Context, message: Input) -> Transition:
    def show_time(code: str) -> Transition:
        zone = ZONE_OF_COUNTRY[code]
        return Transition(to="overseas", answers={"_zone": zone}, messages=(_time_text(context, zone),))

    return handle_option_choice(context, message, _country_options(), show_time, otherwise="no_such_country")


def _time_text(context: Context, zone: str) -> str:
    at: datetime = context.at
    return context.say(
        "time_in_both",
        here=format_clock_time(at, context.language),
        there=format_clock_time(at, context.language, zone=ZoneInfo(zone)),
    )


STEPS = (
    DialogStep("overseas", handle_overseas_topic, ask_overseas_topic, begins=True),
    DialogStep("overseas.services", handle_overseas_services, ask_overseas_services, begins=True),
    DialogStep("overseas.country", handle_country, ask_country, begins=True),
)
