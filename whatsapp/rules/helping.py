"""What is done with a message that is no answer to the question that waits, before it is called not understood."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from whatsapp.rules import missing_child, typed
from whatsapp.rules.danger import tells_of_danger
from whatsapp.rules.heard import Came, Handed, Heard, Located, Said
from whatsapp.rules.scene import Goes, Scene, Want, stays
from whatsapp.rules.talks import lodging, missing, placing, telling, who

LODGING = ("lodge.", "place.", "tell.", "child.", "who.")
OWN_FILES = frozenset({"tell.what", "tell.files", "child.who", "child.photo", "child.why"})
"""Questions that may be answered with a file."""

OTHERS = ("domestic", "feedback", "notice")
"""Dialogs in which a voice note is no complaint."""

ENOUGH_MISSES = 2

UNKNOWN: Mapping[str, Callable[[Scene], Goes]] = {
    "lodge.group": lodging.of_no_kind,
    "lodge.kind": lodging.of_no_kind,
    "place.region": placing.at_no_district,
    "place.district": placing.at_no_district,
    "place.proposed": lambda scene: Goes(to="place.region", told={"district": "", "station": ""}),
    "place.station": placing.at_no_station,
    "place.spot": lambda scene: placing.hear_spot(scene, Said("skip")),
    "tell.files": lambda scene: telling.hear_files(scene, Said("skip")),
    "who.woman": lambda scene: who.hear_woman(scene, Said("no")),
    "who.secret": lambda scene: who.hear_secret(scene, Said("skip")),
    "who.name": lambda scene: who.hear_name(scene, Said("skip")),
    "who.document": lambda scene: who.hear_document(scene, Said("skip")),
    "who.phone": lambda scene: who.hear_phone(scene, Said("skip")),
    "who.messages": lambda scene: who.hear_messages(scene, Said("no")),
}
"""What "I don't know" and "skip" mean at a question of lodging."""

_NEW = re.compile(
    r"(file|lodge|register|make|new|submit)\b.*complain|shikayat (darj|karni|karna|likh)|شکایت (درج|کرنی|کرنا|لکھ)"
)
_TRACK = re.compile(r"\btrack|\bstatus\b|e-?tag|my complaint|meri (shikayat|darkhwast)|میری شکایت|صورتحال|ای ٹیگ|ٹریک")
_CENTRE = re.compile(
    r"(nearest|near me|nearby|qareeb|qarib|nazdeek|قریب|نزدیک).*(markaz|khidmat|cent(re|er)|مرکز|خدمت)"
)
_NEAREST = re.compile(r"nearest|near me|nearby|qareeb|qarib|nazdeek|قریب|نزدیک")


def is_lodging(step: str) -> bool:
    """Return whether a question belongs to a complaint that is being told."""
    return step.startswith(LODGING)


def beforehand(scene: Scene, heard: Heard) -> Goes | None:
    """Return what follows where the question itself must not see the message: it would take it for an answer."""
    step = scene.state.step
    if isinstance(heard, Came) and heard.facts.get("of") == "file" and step not in OWN_FILES:
        return telling.taken(scene, heard)
    if isinstance(heard, Said) and step in UNKNOWN and typed.is_one_of(heard.text, typed.DONT_KNOW | typed.SKIP):
        return UNKNOWN[step](scene)
    return None


def instead(scene: Scene, heard: Heard, goes: Goes) -> Goes:
    """Return what follows from a message that missed the question: it is kept, leads elsewhere, or shows a way out."""
    if not goes.missed:
        return goes
    return _kept(scene, heard) or _begun(scene, heard) or _a_way_out(scene, goes)


def _kept(scene: Scene, heard: Heard) -> Goes | None:
    """While a complaint is told, nothing that was sent is lost: it belongs to the complaint, and the question waits."""
    if not is_lodging(scene.state.step):
        return None
    if isinstance(heard, Handed):
        return telling.hand_in(heard)
    if isinstance(heard, Located) and not scene.told.get("landmark"):
        return stays(scene.say("noted"), landmark=placing.landmark(heard))
    if isinstance(heard, Said) and tells_of_danger(heard.text):
        texts = [*scene.told.get("texts", ()), heard.text.strip()]
        return stays(scene.say("dial_15"), scene.say("noted"), texts=texts)
    return None


def _begun(scene: Scene, heard: Heard) -> Goes | None:
    """A danger, or a wish in words, begins what it asks for."""
    if is_lodging(scene.state.step):
        return None
    if isinstance(heard, Handed) and scene.state.step.startswith("track."):
        handed = [*scene.told.get("handed", ()), telling.facts_of(heard)]
        return stays(scene.say("file_waits"), handed=handed)
    if isinstance(heard, Handed) and heard.kind == "voice" and not scene.state.step.startswith(OTHERS):
        return replace(telling.hand_in(heard), to="lodge.group")
    if isinstance(heard, Handed) and scene.state.step in {"", "menu"}:
        return Goes(to="first.file", told={"handed": [telling.facts_of(heard)]})
    if not isinstance(heard, Said):
        return None
    if missing_child.language_of(heard.text):
        return missing.begin(scene.with_state(scene.state.over()), heard)
    if tells_of_danger(heard.text):
        return Goes(
            to="lodge.group",
            told={"texts": [heard.text.strip()]},
            says=(scene.say("dial_15"), scene.say("danger_noted")),
        )
    said = typed.plain(heard.text)
    if _NEW.search(said):
        return Goes(to="lodge.group")
    if _TRACK.search(said) and not scene.state.step.startswith("track."):
        return Goes(to="track.mine", wants=Want("mine"))
    if _NEAREST.search(said) and scene.state.step != "near.where":
        return Goes(to="near.where", told={"_near": "centre" if _CENTRE.search(said) else "office"})
    return None


def _a_way_out(scene: Scene, goes: Goes) -> Goes:
    """After two misses in a row, say who can help and how to go on without an answer."""
    misses = int(scene.told.get("_misses", 0)) + 1
    says = goes.says
    if misses >= ENOUGH_MISSES:
        key = "way_out_unknown" if scene.state.step in UNKNOWN else "way_out"
        says = (*says, scene.say_by_reach(key, site=scene.home))
    return replace(goes, says=says, told={**goes.told, "_misses": misses})
