"""What happened: in words, over several messages, or spoken; and what there is to show for it."""

from whatsapp.rules import typed
from whatsapp.rules.heard import Came, Handed, Heard, Said
from whatsapp.rules.replies import Reply
from whatsapp.rules.scene import Goes, Scene, Step, Want, missed, stays
from whatsapp.rules.talks.answering import chosen

_DONE = {"done": typed.DONE}
_LAST = {"remove": typed.REMOVE}
_NOTHING = typed.DONT_KNOW | typed.SKIP | typed.NO
"""Words that tell nothing. A complaint needs others."""

_ENOUGH = {"done": typed.DONE, "skip": typed.SKIP | typed.NO}
LONGEST = 10_000
"""Characters of all messages together (complaints.rules.text.LONGEST)."""


def ask_what(scene: Scene) -> Reply:
    key = "ask_more" if any(scene.told.get(name) for name in ("texts", "spoken", "files")) else "ask_what"
    if key == "ask_what":
        return scene.text(key)
    return scene.buttons(scene.say(key), ("done", "done"))


def hear_what(scene: Scene, heard: Heard) -> Goes:
    texts = list(scene.told.get("texts", ()))
    is_told = bool(texts or scene.told.get("spoken") or scene.told.get("files"))
    if chosen(heard, _ENOUGH.keys() if is_told else _DONE.keys(), _ENOUGH if is_told else _DONE):
        return Goes(to=_after(scene)) if is_told else missed(scene.say("words_or_voice"))
    if isinstance(heard, Said):
        if not is_told and typed.is_one_of(heard.text, _NOTHING):
            return missed(scene.say("words_or_voice"))
        if sum(map(len, texts)) + len(heard.text) > LONGEST:
            return stays(scene.say("text_full"))
        return Goes(told={"texts": [*texts, heard.text.strip()]})
    if isinstance(heard, Handed):
        return hand_in(heard)
    if isinstance(heard, Came):
        return taken(scene, heard)
    return missed(scene.say("words_or_voice"))


def _after(scene: Scene) -> str:
    if scene.told.get("_changing"):
        return "lodge.check"
    return "who.woman" if scene.kind and scene.kind.confidential else "tell.files"


def hand_in(heard: Handed) -> Goes:
    """Ask for a file to be held with what is being told."""
    return Goes(wants=Want("hold_file", facts_of(heard)))


def facts_of(heard: Handed) -> dict:
    """A file as JSON can carry it."""
    return {
        "media_id": heard.media_id, "media_type": heard.media_type, "name": heard.name, "kind": heard.kind,
        "caption": heard.caption,
    }  # fmt: skip


def taken(scene: Scene, came: Came) -> Goes:
    """Note a file; what is in it is looked at later, and a refusal is said then."""
    if reason := came.facts.get("refused"):
        return stays(scene.say(f"file_{reason}"))
    spoken = came.facts.get("kind") == "voice"
    told = {"files": came.facts["files"]} | ({"spoken": True} if spoken else {})
    if caption := came.facts.get("caption"):
        told["texts"] = [*scene.told.get("texts", ()), caption]
    return Goes(told=told, says=(scene.say("voice_taken" if spoken else "file_taken"),))


def ask_files(scene: Scene) -> Reply:
    if scene.told.get("files"):
        return scene.buttons(scene.say("ask_files"), ("done", "done"), ("remove", "remove_last_file"))
    return scene.buttons(scene.say("ask_files"), ("skip", "skip"))


def hear_files(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Handed):
        return hand_in(heard)
    if isinstance(heard, Came):
        return _removed(scene, heard) if "removed" in heard.facts else taken(scene, heard)
    if scene.told.get("files") and chosen(heard, _LAST.keys(), _LAST):
        return Goes(wants=Want("remove_last_file"))
    if chosen(heard, _ENOUGH.keys(), _ENOUGH):
        return Goes(to="lodge.check" if scene.told.get("_changing") else "place.spot")
    if isinstance(heard, Said):
        return Goes(told={"texts": [*scene.told.get("texts", ()), heard.text.strip()]}, says=(scene.say("noted"),))
    return missed(scene.say("not_understood"))


def _removed(scene: Scene, came: Came) -> Goes:
    left = {"files": came.facts["files"], "spoken": came.facts["spoken"]}
    return Goes(told=left, says=(scene.say("file_removed" if came.facts["removed"] else "no_file_left"),))


STEPS = (
    Step("tell.what", hear_what, ask_what, free=True),
    Step("tell.files", hear_files, ask_files, free=True),
)
