"""Police offices and Khidmat Markaz centres: the nearest to a position, or those of a district."""

from whatsapp.rules.heard import Heard, Located, Said
from whatsapp.rules.known import Place, in_language
from whatsapp.rules.nearness import nearest_of
from whatsapp.rules.picking import Option, named
from whatsapp.rules.replies import PlaceWanted, Reply
from whatsapp.rules.scene import Goes, Scene, Step, missed, over, stays

TO_GO_TO = ("station", "circle", "division", "district")
MOST, MOST_STATIONS = 3, 60


def ask_where(scene: Scene) -> Reply:
    return PlaceWanted(scene.say("ask_near"))


def hear_where(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Located):
        return _nearest(scene, heard)
    if isinstance(heard, Said):
        districts = [Option(place.code, place.names) for place in scene.known.of_kind("district")]
        found = named(heard.text, districts)
        if len(found) == 1:
            return over(_of_district(scene, found[0].code))
        return missed(scene.say("no_such_district"))
    return missed(scene.say("words_please"))


def _wanted(scene: Scene, *, within: str = "") -> tuple[Place, ...]:
    """The centres, or the offices to which people go."""
    if scene.told.get("_near") == "centre":
        above = scene.known.place(within)
        return tuple(one for one in scene.known.centres if above is None or one.path.startswith(above.path))
    return tuple(place for kind in TO_GO_TO for place in scene.known.of_kind(kind, within=within))


def _nearest(scene: Scene, heard: Located) -> Goes:
    found = nearest_of(_wanted(scene), heard.latitude, heard.longitude, most=MOST)
    if not found:
        return stays(scene.say("no_position_known"))
    told = [scene.say("kilometres", number=f"{far:.1f}") + "\n" + _described(scene, place) for far, place in found]
    return over("\n\n".join(told))


def _of_district(scene: Scene, code: str) -> str:
    """Those of the district; the district's own office first."""
    found = _wanted(scene, within=code)
    if scene.told.get("_near") == "centre":
        return "\n\n".join(_described(scene, one) for one in found[:8]) or scene.say_by_reach("no_centre_known")
    district, stations = scene.known.place(code), [one for one in found if one.kind == "station"]
    names = [_name(scene, one) for one in stations[:MOST_STATIONS]]
    listed = scene.say("its_stations") + "\n" + "\n".join(names) if names else scene.say("no_station_known")
    return f"{_described(scene, district)}\n\n{listed}\n\n{scene.site}/offices/{code}/"


def _name(scene: Scene, place: Place) -> str:
    return in_language(place.names, scene.language) + (" (SAMPLE)" if place.is_sample else "")


def _described(scene: Scene, place: Place) -> str:
    """Name, address, telephone; what is unknown is said, a sample is marked."""
    name = _name(scene, place)
    address = in_language(place.address, scene.language) or scene.say("unknown")
    return "\n".join(
        [
            name,
            scene.say("address", address=address),
            scene.say("telephone", number=place.phone or scene.say("unknown")),
        ]
    )


STEPS = (Step("near.where", hear_where, ask_where, free=True, begins=True),)
