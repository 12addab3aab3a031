"""Reporting a missing child: few questions, in the order in which a search needs the answers, and a call back at once.

From the first sentence to the E-tag at most six messages: the sentence, the district, who the child is and where it
was last seen, a photo, why it may be away, and *Submit*.
"""

from collections.abc import Sequence
from dataclasses import replace

from complaints.rules import identity
from complaints.rules.categories import MISSING_CHILD
from complaints.rules.missing_child import Told
from whatsapp.rules import holding, missing_child, typed
from whatsapp.rules.directions import apart
from whatsapp.rules.heard import Came, Handed, Heard, Located, Said
from whatsapp.rules.languages import Language
from whatsapp.rules.replies import Reply
from whatsapp.rules.scene import Goes, Scene, Step, Want, missed, stays
from whatsapp.rules.talks import placing, telling
from whatsapp.rules.talks.answering import chosen
from whatsapp.rules.times import moment

BEGINS_AT = frozenset({"", "language", "menu", "complaint", "lodge.group", "lodge.kind", "zainab", "first.file"})
"""Questions at which nothing was told yet: a sentence about a missing child is understood as one here."""

SHORTEST_SENTENCE = 4
"""Words. Less is the name of the category, which tells nothing of what happened."""

_NO_PHOTO = {"skip": typed.SKIP | typed.NO | typed.DONE | typed.DONT_KNOW}
_WHY = frozenset({"alone", "custody", "unknown"})
_TOLD = {
    "alone": {"child_left": Told.YES.value, "child_custody": Told.UNKNOWN.value},
    "custody": {"child_left": Told.UNKNOWN.value, "child_custody": Told.YES.value},
    "unknown": {"child_left": Told.UNKNOWN.value, "child_custody": Told.UNKNOWN.value},
}


def language_of(scene: Scene, heard: Heard) -> Language | None:
    """Return the language of a sentence that reports a missing child, so that nobody has to choose one first."""
    return missing_child.language_of(_words(heard)) if scene.state.step in BEGINS_AT else None


def sent_before(scene: Scene) -> list[dict]:
    """Return the files that were sent before it was said what they are about."""
    first = holding.thaw(scene.told.get("_first"))
    return [*scene.told.get("handed", ()), *([telling.facts_of(first)] if isinstance(first, Handed) else [])]


def begin(scene: Scene, heard: Heard | None = None, *, sent_before: Sequence[dict] = ()) -> Goes:
    """Begin with what is known already: the district and the age are not asked for again, no word or file is lost.

    The number is not hidden from the officer who calls back.
    """
    sentence, before = _words(heard), scene.told
    district = missing_child.district_in(sentence, scene.known)
    told = {
        "category": MISSING_CHILD,
        "texts": [*before.get("texts", ()), *([sentence.strip()] if _tells(heard) else [])],
        "phone": before.get("phone") or scene.person.phone,
        "district": district or before.get("district", ""),
        "station": "" if district else before.get("station", ""),
        **{"woman_officer": False, "protected": False, "_warned": True, "handed": []},
        **{"group": "", "_page": 0, "_among": [], "_changing": False, "_after_kind": "", "_answer": {}},
        **_age(scene, sentence),
    }
    files = [*sent_before, *([telling.facts_of(replace(heard, caption=""))] if isinstance(heard, Handed) else [])]
    wants = Want("hold_files", {"files": files}) if files else None
    to = "child.who" if told["district"] else "place.region"
    return Goes(to=to, told=told, says=(scene.say("child_first"),), wants=wants)


def _words(heard: Heard | None) -> str:
    if isinstance(heard, Handed):
        return heard.caption
    return heard.text if isinstance(heard, Said) else ""


def _tells(heard: Heard | None) -> bool:
    """Return whether the words belong in the report. A caption always does: it is nobody's choice of a category."""
    words = _words(heard).split()
    return len(words) >= SHORTEST_SENTENCE or (bool(words) and isinstance(heard, Handed))


def ask_who(scene: Scene) -> Reply:
    return scene.text("ask_child")


def hear_who(scene: Scene, heard: Heard) -> Goes:
    """Words or a voice note; a photo may come first, with or without a caption."""
    if isinstance(heard, Handed):
        return telling.hand_in(heard)
    if isinstance(heard, Came):
        return _received(scene, heard)
    if isinstance(heard, Located):
        return Goes(told={"landmark": placing.landmark(heard)}, says=(scene.say("noted"),))
    if not isinstance(heard, Said):
        return missed(scene.say("words_or_voice"))
    if typed.is_one_of(heard.text, typed.DONT_KNOW):
        return Goes(to=_after_who(scene))
    if _is_too_long(scene, heard.text):
        return stays(scene.say("text_full"))
    return Goes(to=_after_who(scene), told=_with_words(scene, heard.text))


def ask_photo(scene: Scene) -> Reply:
    return scene.buttons(scene.say("ask_child_photo"), ("skip", "no_photo"))


def hear_photo(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Handed):
        return telling.hand_in(heard)
    if isinstance(heard, Came):
        return _received(scene, heard)
    if chosen(heard, _NO_PHOTO.keys(), _NO_PHOTO):
        return Goes(to="child.why")
    if isinstance(heard, Said) and not _is_too_long(scene, heard.text):
        return Goes(told=_with_words(scene, heard.text), says=(scene.say("noted"),))
    return missed(scene.say("not_understood"))


def ask_why(scene: Scene) -> Reply:
    """Neither answer delays the search; both change where the police look."""
    choices = (("alone", "child_alone"), ("custody", "child_custody"), ("unknown", "dont_know"))
    return scene.buttons(scene.say("ask_child_why"), *choices)


def hear_why(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Handed):
        return telling.hand_in(heard)
    if isinstance(heard, Came):
        return _received(scene, heard)
    nothing = {"unknown": placing.NOT_KNOWN[placing.UNKNOWN] | typed.NO | typed.SKIP}
    if answer := chosen(heard, _WHY, nothing):
        return Goes(to="lodge.check", told=_TOLD[answer])
    if isinstance(heard, Said) and not _is_too_long(scene, heard.text):
        return Goes(to="lodge.check", told=_with_words(scene, heard.text))
    return missed(scene.say("not_understood"))


def call_back(scene: Scene) -> str:
    """Say on which number we call, or ask for one."""
    if phone := scene.told.get("phone"):
        return scene.say("child_call_back", phone=apart(phone))
    return scene.say("child_call_back_where")


def number_to_call(heard: Heard) -> str:
    """Return the telephone number that was typed, in E.164; "" for anything else."""
    if not isinstance(heard, Said) or typed.number(heard.text) is not None:
        return ""
    try:
        return identity.phone(heard.text)
    except identity.Impossible:
        return ""


def promises(scene: Scene, facts: dict) -> list[str]:
    """Say who calls on which number and by when, what the police do, and whom else to call."""
    phone, due = scene.told.get("phone"), facts.get("contact_due")
    says = []
    if phone and due:
        says.append(scene.say("child_promise", phone=apart(phone), by=moment(due, scene.language)))
    elif not phone:
        says.append(scene.say("child_no_number"))
    return [*says, scene.say("child_next")]


def _after_who(scene: Scene) -> str:
    return "child.why" if scene.told.get("files") else "child.photo"


def _received(scene: Scene, came: Came) -> Goes:
    """A file was noted. A voice note or a caption answers the first question, a photo the second one."""
    is_voice = came.facts.get("kind") == "voice"
    goes = telling.taken(scene, came)
    if came.facts.get("refused"):
        return goes
    told = {**goes.told, **_age(scene, came.facts.get("caption", ""))}
    match scene.state.step:
        case "child.who" if is_voice:
            return Goes(to="child.photo", told=told, says=goes.says)
        case "child.who" if came.facts.get("caption"):
            return Goes(to="child.why", told=told, says=goes.says)
        case "child.photo" if not is_voice:
            return Goes(to="child.why", told=told, says=goes.says)
    return Goes(told=told, says=goes.says)


def _with_words(scene: Scene, text: str) -> dict:
    return {"texts": [*scene.told.get("texts", ()), text.strip()]} | _age(scene, text)


def _age(scene: Scene, text: str) -> dict:
    """The age, where it was not told before. As text: nought years are an age too."""
    age = missing_child.age_in(text)
    return {} if age is None or scene.told.get("child_age") else {"child_age": str(age)}


def _is_too_long(scene: Scene, text: str) -> bool:
    return sum(map(len, scene.told.get("texts", ()))) + len(text) > telling.LONGEST


STEPS = (
    Step("child.who", hear_who, ask_who, free=True),
    Step("child.photo", hear_photo, ask_photo, free=True),
    Step("child.why", hear_why, ask_why, free=True),
)
