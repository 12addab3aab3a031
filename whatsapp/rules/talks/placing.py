"""Where it happened: region or district, station, and the spot; by a tap, by name, or by the telephone's position."""

from functools import partial

from complaints.rules.categories import MISSING_CHILD
from whatsapp.rules import typed
from whatsapp.rules.heard import Heard, Located, Said
from whatsapp.rules.known import Place
from whatsapp.rules.nearness import nearest_of
from whatsapp.rules.picking import Option, menu, named, pick
from whatsapp.rules.replies import PlaceWanted, Reply
from whatsapp.rules.scene import Goes, Scene, Step, missed, stays
from whatsapp.rules.talks.answering import YES_NO, chosen

UNKNOWN = "unknown"
LONGEST_LANDMARK = 200
FARTHEST = 60
"""Kilometres: a station farther away is not proposed, so that no place abroad is taken for one in Punjab."""

NOT_KNOWN = {UNKNOWN: typed.DONT_KNOW}
_SKIPPED = {"skip": typed.SKIP}


def _options(places: tuple[Place, ...]) -> tuple[Option, ...]:
    return tuple(Option(place.code, place.names) for place in places)


def ask_region(scene: Scene) -> Reply:
    """Ten regions as rows; the district's name may be typed, or the position sent."""
    question = "ask_child_district" if _is_missing_child(scene) else "ask_district"
    return menu(scene, scene.say(question), _options(scene.known.of_kind("region")))


def hear_region(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Located):
        return _proposed(scene, heard)
    if isinstance(heard, Said) and typed.number(heard.text) is None:
        found = named(heard.text, _options(scene.known.of_kind("district")))
        if len(found) == 1:
            return _in_district(scene, found[0].code)
    return pick(
        scene, heard, _options(scene.known.of_kind("region")), partial(_in_region, scene), otherwise="no_such_district"
    )


def _in_region(scene: Scene, code: str) -> Goes:
    """A region of one district, such as Lahore's, needs no further question."""
    inside = scene.known.of_kind("district", within=code)
    if len(inside) == 1:
        return _in_district(scene, inside[0].code)
    return Goes(to="place.district", told={"region": code})


def _proposed(scene: Scene, heard: Located) -> Goes:
    """The nearest station whose position is known; none is, where nobody imported any."""
    found = nearest_of(scene.known.of_kind("station"), heard.latitude, heard.longitude, most=1)
    if not found or found[0][0] > FARTHEST:
        return stays(scene.say("no_place_known"))
    station = found[0][1]
    district = next(one for one in scene.known.of_kind("district") if station.path.startswith(one.path))
    told = {"district": district.code, "station": station.code, "landmark": landmark(heard)}
    if _is_missing_child(scene):
        return Goes(to=_after(scene), told=told)
    return Goes(to="place.proposed", told=told)


def ask_proposed(scene: Scene) -> Reply:
    return scene.buttons(scene.say("ask_proposed", place=_name(scene, "station")), ("yes", "yes"), ("no", "no"))


def hear_proposed(scene: Scene, heard: Heard) -> Goes:
    match chosen(heard, YES_NO.keys(), YES_NO):
        case "yes":
            return Goes(to=_after(scene))
        case "no":
            return Goes(to="place.region", told={"district": "", "station": ""})
    return missed(scene.say("not_understood"))


def ask_district(scene: Scene) -> Reply:
    return menu(scene, scene.say("ask_district"), _districts(scene))


def hear_district(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Located):
        return _proposed(scene, heard)
    return pick(scene, heard, _districts(scene), partial(_in_district, scene), otherwise="no_such_district")


def _districts(scene: Scene) -> tuple[Option, ...]:
    return _options(scene.known.of_kind("district", within=scene.told.get("region", "")))


def _in_district(scene: Scene, code: str) -> Goes:
    told = {"district": code, "station": ""}
    if scene.known.of_kind("station", within=code) and not _is_missing_child(scene):
        return Goes(to="place.station", told=told)
    return Goes(to=_after(scene), told=told)


def _stations(scene: Scene) -> tuple[Option, ...]:
    unknown = Option(UNKNOWN, {scene.language: scene.say("dont_know")})
    return (unknown, *_options(scene.known.of_kind("station", within=scene.told.get("district", ""))))


def ask_station(scene: Scene) -> Reply:
    return menu(scene, scene.say("ask_station"), _stations(scene))


def hear_station(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Located):
        return _proposed(scene, heard)
    return pick(scene, heard, _stations(scene), partial(_at_station, scene), otherwise="no_such_station")


def _at_station(scene: Scene, code: str) -> Goes:
    return Goes(to=_after(scene), told={"station": "" if code == UNKNOWN else code})


def at_no_station(scene: Scene) -> Goes:
    return _at_station(scene, UNKNOWN)


def at_no_district(scene: Scene) -> Goes:
    """The Central Police Office's cell finds the district where the person doesn't know it."""
    central = scene.known.of_kind("central")
    if not central:
        return missed(scene.say("no_such_district"))
    return Goes(to=_after(scene), told={"district": central[0].code, "station": ""}, says=(scene.say("place_unknown"),))


def _after(scene: Scene) -> str:
    """Whom it concerns, of a complaint about the police; else what happened."""
    if scene.told.get("_changing"):
        return "lodge.check"
    if _is_missing_child(scene):
        return "child.who"
    return "place.whom" if scene.kind and scene.kind.about_police else "tell.what"


def _is_missing_child(scene: Scene) -> bool:
    """Then minutes count: no station is asked for, and the nearest one is not confirmed."""
    return scene.told.get("category") == MISSING_CHILD


def ask_whom(scene: Scene) -> Reply:
    return scene.buttons(scene.say("ask_whom"), (UNKNOWN, "dont_know"))


def hear_whom(scene: Scene, heard: Heard) -> Goes:
    if chosen(heard, NOT_KNOWN.keys(), NOT_KNOWN):
        return Goes(to=_after_whom(scene), told={"concerns": ""})
    if isinstance(heard, Said):
        return Goes(to=_after_whom(scene), told={"concerns": heard.text.strip()[:300]})
    return missed(scene.say("words_please"))


def _after_whom(scene: Scene) -> str:
    return "lodge.check" if scene.told.get("_changing") else "tell.what"


def ask_spot(scene: Scene) -> Reply:
    return PlaceWanted(scene.say("ask_spot"))


def hear_spot(scene: Scene, heard: Heard) -> Goes:
    """A position or words; either may be skipped."""
    step = "lodge.check" if scene.told.get("_changing") else "who.name"
    if chosen(heard, _SKIPPED.keys(), _SKIPPED):
        return Goes(to=step)
    if isinstance(heard, Located):
        return Goes(to=step, told={"landmark": landmark(heard)})
    if isinstance(heard, Said):
        return Goes(to=step, told={"landmark": heard.text.strip()[:LONGEST_LANDMARK]})
    return missed(scene.say("words_please"))


def landmark(heard: Located) -> str:
    """What was chosen on the map, as an officer can read and find it."""
    named_so = ", ".join(part for part in (heard.name, heard.address) if part)
    point = f"{heard.latitude:.5f}, {heard.longitude:.5f}"
    return (f"{named_so} ({point})" if named_so else point)[:LONGEST_LANDMARK]


def _name(scene: Scene, which: str) -> str:
    place = scene.known.place(scene.told.get(which, ""))
    return place.names.get(scene.language) or place.names.get("en", "") if place else ""


STEPS = (
    Step("place.region", hear_region, ask_region),
    Step("place.proposed", hear_proposed, ask_proposed),
    Step("place.district", hear_district, ask_district),
    Step("place.station", hear_station, ask_station),
    Step("place.whom", hear_whom, ask_whom, free=True),
    Step("place.spot", hear_spot, ask_spot, free=True),
)
