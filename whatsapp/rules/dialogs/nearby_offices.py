"""Search for police offices and Khidmat Markaz centres, by position or district."""

from whatsapp.rules.chat_inputs import Input, SentLocation, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Transition, ask_again, repeat_question_after
from whatsapp.rules.dialogs.centre_services import doubt_note
from whatsapp.rules.dialogs.end_acts import end_service
from whatsapp.rules.office_distances import find_nearest
from whatsapp.rules.option_lists import Option, match_names
from whatsapp.rules.public_directory import OfficeEntry, translate
from whatsapp.rules.replies import LocationRequest, Reply

OFFICE_KINDS = ("station", "circle", "division", "district")
MOST_NEAREST, MOST_STATIONS = 3, 60


def ask_position_or_district(context: Context) -> Reply:
    return LocationRequest(context.say("ask_near"))


def handle_position_or_district(context: Context, message: Input) -> Transition:
    if isinstance(message, SentLocation):
        return _show_nearest_offices(context, message)
    if isinstance(message, TypedText):
        districts = [Option(place.code, place.names) for place in context.directory.offices_of_kind("district")]
        found = match_names(message.text, districts)
        if len(found) == 1:
            return _end_search(context, _district_text(context, found[0].code))
        return ask_again(context.say("no_such_district"))
    return ask_again(context.say("words_please"))


def _end_search(context: Context, text: str) -> Transition:
    """Return the transition after a search, with a complaint about what was found among the acts."""
    if context.answers.get("_near") == "centre":
        return end_service(context, text, acts=("complain:khidmat_markaz", "services", "elsewhere:centre"))
    return end_service(context, text, acts=("police", "crime", "elsewhere:office"))


def _offices_to_show(context: Context, *, within: str = "") -> tuple[OfficeEntry, ...]:
    """Return the centres, or the offices that serve citizens. `within`: the code of an office above them."""
    if context.answers.get("_near") == "centre":
        above = context.directory.office(within)
        return tuple(one for one in context.directory.centres if above is None or one.path.startswith(above.path))
    return tuple(place for kind in OFFICE_KINDS for place in context.directory.offices_of_kind(kind, within=within))


def _show_nearest_offices(context: Context, message: SentLocation) -> Transition:
    found = find_nearest(_offices_to_show(context), message.latitude, message.longitude, most=MOST_NEAREST)
    if not found:
        return repeat_question_after(context.say("no_position_known"))
    texts = [
        context.say("kilometres", number=f"{far:.1f}") + "\n" + _office_text(context, place) for far, place in found
    ]
    return _end_search(context, "\n\n".join(texts))


def _district_text(context: Context, code: str) -> str:
    """Return the offices of a district, the district's own one first."""
    found = _offices_to_show(context, within=code)
    if context.answers.get("_near") == "centre":
        return "\n\n".join(_office_text(context, one) for one in found[:8]) or context.say_for_country(
            "no_centre_known"
        )
    district, stations = context.directory.office(code), [one for one in found if one.kind == "station"]
    names = [one.display_name(context.language) for one in stations[:MOST_STATIONS]]
    listed = context.say("its_stations") + "\n" + "\n".join(names) if names else context.say("no_station_known")
    return f"{_office_text(context, district)}\n\n{listed}\n\n{context.site}/offices/{code}/"


def _office_text(context: Context, place: OfficeEntry) -> str:
    """Return name, address, phone and a centre's hours. Unknown values are stated, samples and doubts are marked."""
    name = place.display_name(context.language) + doubt_note(context, place.certainty)
    unknown = context.say("unknown")
    lines = [
        name,
        context.say("address", address=translate(place.address, context.language) or unknown),
        context.say("telephone", number=place.phone or unknown),
    ]
    if place.kind == "centre":
        lines.append(context.say("opening_hours", hours=translate(place.hours, context.language) or unknown))
    return "\n".join(lines)


STEPS = (DialogStep("near.where", handle_position_or_district, ask_position_or_district, free=True, begins=True),)
