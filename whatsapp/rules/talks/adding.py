"""Evidence for a complaint that was opened in this talk: asked about first, then added by the same door as on the web.

A file that is sent where no complaint is open is never taken for one of somebody's complaints.
"""

from complaints.rules import etag, files
from whatsapp.rules import typed
from whatsapp.rules.heard import Came, Handed, Heard, Located, Said, Tapped
from whatsapp.rules.replies import Reply
from whatsapp.rules.scene import Goes, Scene, Step, Want, missed, stays
from whatsapp.rules.talks.answering import chosen
from whatsapp.rules.talks.placing import landmark
from whatsapp.rules.talks.telling import LONGEST
from whatsapp.rules.taps import read

STEP = "track.evidence"
_WORDS = {"yes": typed.YES, "no": typed.NO}


def offered(scene: Scene, heard: Heard) -> Goes | None:
    """The question whether to add what was sent just now; None for what is neither a file nor a place."""
    if not isinstance(heard, Handed | Located):
        return None
    if "add" not in scene.told.get("standing", {}).get("moves", ()):
        return stays(scene.say("file_closed"))
    waiting = list(scene.told.get("waiting", ()))
    if len(waiting) >= files.MOST_FILES:
        return stays(scene.say("file_too_many"))
    if isinstance(heard, Located):
        return Goes(to=STEP, told={"waiting": [*waiting, {"place": landmark(heard)}]})
    try:
        files.format_of(heard.name, heard.media_type)
    except files.Refused:
        return stays(scene.say("file_kind"))
    facts = {"media_id": heard.media_id, "media_type": heard.media_type, "name": heard.name, "caption": heard.caption}
    return Goes(to=STEP, told={"waiting": [*waiting, facts]})


def look_again(scene: Scene, *says: str) -> Goes:
    """Back to where the complaint stands, asked anew; whatever waits to be added after this is another lot."""
    facts = {"etag": scene.told["etag"], "opened": scene.told.get("standing", {}).get("by", "phone")}
    return Goes(
        to="track.one",
        says=says,
        wants=Want("look_up", facts),
        told={"waiting": [], "lot": _lot(scene) + 1, "_more": False},
    )


def _lot(scene: Scene) -> int:
    return int(scene.told.get("lot", 0))


def ask(scene: Scene) -> Reply:
    """An album comes as one message a picture: the question is about all that wait, however often it is asked."""
    count = len(scene.told.get("waiting", ()))
    if not count:
        return scene.text("words_add")
    body = scene.say("ask_add_one" if count == 1 else "ask_add", etag=etag.spaced(scene.told["etag"]), count=count)
    return scene.buttons(body, (f"yes:{_lot(scene)}", "add_it"), (f"no:{_lot(scene)}", "no"))


def hear(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Came):
        return _added(scene, heard)
    if more := offered(scene, heard):
        return more
    if not scene.told.get("waiting"):
        return _in_words(heard) if isinstance(heard, Said) else look_again(scene)
    match _answer(scene, heard):
        case "yes":
            return Goes(wants=_want(scene))
        case "no":
            return look_again(scene, scene.say("not_added"))
    return missed(scene.say("not_understood"))


def _in_words(said: Said) -> Goes:
    return Goes(to="track.words", told={"act": "add"}, again=said)


def _answer(scene: Scene, heard: Heard) -> str:
    """A button below an earlier lot answers nothing about this one."""
    if isinstance(heard, Tapped):
        said, _, lot = read(heard.id)[1].partition(":")
        return said if lot == str(_lot(scene)) else ""
    return chosen(heard, _WORDS.keys(), _WORDS)


def _want(scene: Scene) -> Want:
    """The files, and what was said below them and chosen on the map, in words."""
    waiting = scene.told["waiting"]
    places = [scene.say("place_sent", place=one["place"]) for one in waiting if "place" in one]
    words = [one["caption"] for one in waiting if one.get("caption")]
    facts = {"etag": scene.told["etag"], "opened": scene.told.get("standing", {}).get("by", "phone")}
    handed = [one for one in waiting if "media_id" in one]
    return Want("add", facts | {"words": "\n".join([*words, *places])[:LONGEST], "files": handed})


def _added(scene: Scene, came: Came) -> Goes:
    facts = came.facts
    if "added" not in facts:
        return look_again(scene, scene.say("not_possible", why=facts.get("reason", "")))
    refused = (scene.say(f"file_{facts['refused']}"),) if facts.get("refused") else ()
    return look_again(scene, *((scene.say("added"),) if facts["added"] else ()), *refused)


STEPS = (Step(STEP, hear, ask),)
