"""Dialog about where it happened: region or district, station and spot, by tap, name or position."""

from functools import partial

from complaints.rules.special_categories import MISSING_CHILD
from whatsapp.rules import typed_text
from whatsapp.rules.answer_choices import chosen_answer
from whatsapp.rules.chat_inputs import Input, SentLocation, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Transition, ask_again, repeat_question_after
from whatsapp.rules.office_distances import find_nearest
from whatsapp.rules.open_questions import next_open_question
from whatsapp.rules.option_lists import Option, build_option_list, handle_option_choice, match_names
from whatsapp.rules.public_directory import OfficeEntry
from whatsapp.rules.replies import LocationRequest, Reply

UNKNOWN = "unknown"
LONGEST_LANDMARK = 200
FARTHEST_STATION = 60
"""Kilometres. Farther stations are not proposed, so that no place abroad gets one in Punjab."""

UNKNOWN_WORDS = {UNKNOWN: typed_text.DONT_KNOW}
_SKIPPED = {"skip": typed_text.SKIP | typed_text.NO}
_NOBODY_KNOWN = {UNKNOWN: typed_text.DONT_KNOW | typed_text.SKIP | typed_text.NO}


def _office_options(places: tuple[OfficeEntry, ...]) -> tuple[Option, ...]:
    return tuple(Option(place.code, place.names) for place in places)


def ask_region(context: Context) -> Reply:
    """Ask for the region from a list. The district's name or a position is accepted too."""
    question = "ask_child_district" if _is_missing_child(context) else "ask_district"
    return build_option_list(
        context, context.say(question), _office_options(context.directory.offices_of_kind("region"))
    )


def handle_region(context: Context, message: Input) -> Transition:
    if isinstance(message, SentLocation):
        return _propose_station(context, message)
    if isinstance(message, TypedText) and typed_text.parse_number(message.text) is None:
        found = match_names(message.text, _office_options(context.directory.offices_of_kind("district")))
        if len(found) == 1:
            return _choose_district(context, found[0].code)
    return handle_option_choice(
        context,
        message,
        _office_options(context.directory.offices_of_kind("region")),
        partial(_choose_region, context),
        otherwise="no_such_district",
    )


def _choose_region(context: Context, code: str) -> Transition:
    """Ask for the district; a region of a single district, such as Lahore's, skips the question."""
    inside = context.directory.offices_of_kind("district", within=code)
    if len(inside) == 1:
        return _choose_district(context, inside[0].code)
    return Transition(to="place.district", answers={"region": code})


def _propose_station(context: Context, message: SentLocation) -> Transition:
    """Take the nearest station whose position is known, if any; the review shows it."""
    found = find_nearest(context.directory.offices_of_kind("station"), message.latitude, message.longitude, most=1)
    if not found or found[0][0] > FARTHEST_STATION:
        return repeat_question_after(context.say("no_place_known"))
    station = found[0][1]
    district = next(one for one in context.directory.offices_of_kind("district") if station.path.startswith(one.path))
    answers = {"district": district.code, "station": station.code, "landmark": landmark_text(message)}
    return Transition(to=_step_after_place(context.with_answers(**answers)), answers=answers)


def ask_district(context: Context) -> Reply:
    return build_option_list(context, context.say("ask_district"), _district_options(context))


def handle_district(context: Context, message: Input) -> Transition:
    if isinstance(message, SentLocation):
        return _propose_station(context, message)
    return handle_option_choice(
        context, message, _district_options(context), partial(_choose_district, context), otherwise="no_such_district"
    )


def _district_options(context: Context) -> tuple[Option, ...]:
    return _office_options(context.directory.offices_of_kind("district", within=context.answers.get("region", "")))


def _choose_district(context: Context, code: str) -> Transition:
    answers = {"district": code, "station": ""}
    asks_station = context.answers.get("_changing") and not _is_missing_child(context)
    if asks_station and context.directory.offices_of_kind("station", within=code):
        return Transition(to="place.station", answers=answers)
    return Transition(to=_step_after_place(context.with_answers(**answers)), answers=answers)


def _station_options(context: Context) -> tuple[Option, ...]:
    unknown = Option(UNKNOWN, {context.language: context.say("dont_know")})
    return (
        unknown,
        *_office_options(context.directory.offices_of_kind("station", within=context.answers.get("district", ""))),
    )


def ask_station(context: Context) -> Reply:
    return build_option_list(context, station_question(context, "ask_station"), _station_options(context))


def station_question(context: Context, key: str) -> str:
    """Return a question about a station. It says so where the listed ones were made up for the demo."""
    stations = context.directory.offices_of_kind("station", within=context.answers.get("district", ""))
    notes = [context.say("sample_stations")] if any(station.is_sample for station in stations) else []
    return "\n".join([context.say(key), *notes])


def handle_station(context: Context, message: Input) -> Transition:
    if isinstance(message, SentLocation):
        return _propose_station(context, message)
    return handle_option_choice(
        context, message, _station_options(context), partial(_choose_station, context), otherwise="no_such_station"
    )


def _choose_station(context: Context, code: str) -> Transition:
    return Transition(to=_step_after_place(context), answers={"station": "" if code == UNKNOWN else code})


def choose_unknown_station(context: Context) -> Transition:
    """Continue without a station."""
    return _choose_station(context, UNKNOWN)


def choose_unknown_district(context: Context) -> Transition:
    """Leave the district to the cell of the Central Police Office."""
    central = context.directory.offices_of_kind("central")
    if not central:
        return ask_again(context.say("no_such_district"))
    answers = {"district": central[0].code, "station": ""}
    to = _step_after_place(context.with_answers(**answers))
    return Transition(to=to, answers=answers, messages=(context.say("place_unknown"),))


def _step_after_place(context: Context) -> str:
    """Return the step after the place: the next open question; the review if the place was changed there."""
    if context.answers.get("_changing"):
        return "lodge.check"
    if _is_missing_child(context):
        return "child.who"
    return next_open_question(context)


def _is_missing_child(context: Context) -> bool:
    """Return whether a missing child is reported: then minutes count, and no station is asked for."""
    return context.answers.get("category") == MISSING_CHILD


def ask_officers_concerned(context: Context) -> Reply:
    return context.buttons(context.say("ask_whom"), (UNKNOWN, "dont_know"))


def handle_officers_concerned(context: Context, message: Input) -> Transition:
    if chosen_answer(message, _NOBODY_KNOWN.keys(), _NOBODY_KNOWN):
        return Transition(to="lodge.check", answers={"concerns": ""})
    if isinstance(message, TypedText):
        return Transition(to="lodge.check", answers={"concerns": message.text.strip()[:300]})
    return ask_again(context.say("words_please"))


def ask_exact_place(context: Context) -> Reply:
    return LocationRequest(context.say("ask_spot"))


def handle_exact_place(context: Context, message: Input) -> Transition:
    """Handle a position or words, or skip both."""
    if chosen_answer(message, _SKIPPED.keys(), _SKIPPED):
        return Transition(to="lodge.check")
    if isinstance(message, SentLocation):
        return Transition(to="lodge.check", answers={"landmark": landmark_text(message)})
    if isinstance(message, TypedText):
        return Transition(to="lodge.check", answers={"landmark": message.text.strip()[:LONGEST_LANDMARK]})
    return ask_again(context.say("words_please"))


def landmark_text(message: SentLocation) -> str:
    """Return a position as text from which an officer can find it."""
    named_so = ", ".join(part for part in (message.name, message.address) if part)
    point = f"{message.latitude:.5f}, {message.longitude:.5f}"
    return (f"{named_so} ({point})" if named_so else point)[:LONGEST_LANDMARK]


STEPS = (
    DialogStep("place.region", handle_region, ask_region),
    DialogStep("place.district", handle_district, ask_district),
    DialogStep("place.station", handle_station, ask_station),
    DialogStep("place.whom", handle_officers_concerned, ask_officers_concerned, free=True),
    DialogStep("place.spot", handle_exact_place, ask_exact_place, free=True),
)
