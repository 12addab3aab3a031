"""Files that were sent before anything else: for a new complaint, or for one that is there."""

from whatsapp.rules.heard import Handed, Heard
from whatsapp.rules.replies import Reply
from whatsapp.rules.scene import Goes, Scene, Step, Want, missed, stays
from whatsapp.rules.talks.answering import chosen
from whatsapp.rules.talks.telling import facts_of


def ask_file(scene: Scene) -> Reply:
    return scene.buttons(scene.say("ask_file_for"), ("new", "new_complaint"), ("earlier", "earlier_complaint"))


def hear_file(scene: Scene, heard: Heard) -> Goes:
    """An album comes as one message a picture: all that were sent are kept until it is said what they belong to."""
    handed = list(scene.told.get("handed", ()))
    if isinstance(heard, Handed):
        return stays(handed=[*handed, facts_of(heard)])
    match chosen(heard, {"new", "earlier"}):
        case "new":
            return Goes(to="lodge.group", told={"handed": []}, wants=Want("hold_files", {"files": handed}))
        case "earlier":
            return Goes(to="track.mine", wants=Want("mine"))
    return missed(scene.say("not_understood"))


STEPS = (Step("first.file", hear_file, ask_file),)
