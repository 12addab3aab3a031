"""What people ask for or say that is no complaint: a domestic worker's verification, feedback."""

from collections.abc import Mapping, Sequence

from complaints.rules import identity
from whatsapp.rules.heard import Came, Handed, Heard, Said
from whatsapp.rules.picking import Option, menu, pick
from whatsapp.rules.replies import Reply
from whatsapp.rules.scene import Goes, Scene, Step, Want, missed, over, stays
from whatsapp.rules.talks.answering import YES_NO, chosen
from whatsapp.rules.talks.informing import guide

LONGEST_NAME = 120
WORDS = ("worker_name", "worker_cnic", "employer_name", "employer_cnic", "employer_phone")
"""What is asked in words, in this order; each is a step of its own name."""


# --- Feedback -----------------------------------------------------------------------------------------------------


def ask_feedback(scene: Scene) -> Reply:
    return scene.buttons(scene.say("ask_feedback"), ("others", "what_became"))


def hear_feedback(scene: Scene, heard: Heard) -> Goes:
    """What is suggested; or what others have, and what became of it, in the CPO's words."""
    if isinstance(heard, Came) and "published" in heard.facts:
        return stays(*_said_and_done(scene, heard.facts["published"]))
    if isinstance(heard, Came):
        if number := heard.facts.get("number"):
            return over(scene.say("feedback_taken", number=number, site=scene.site))
        return stays(scene.say("not_taken"))
    if chosen(heard, {"others"}):
        return Goes(wants=Want("said_and_done"))
    if isinstance(heard, Said) and heard.text.strip():
        return Goes(wants=Want("feedback", {"text": heard.text.strip(), "talk": scene.state.talk}))
    return missed(scene.say("words_please"))


def _said_and_done(scene: Scene, rows: Sequence[Mapping]) -> list[str]:
    shown = [scene.say("said_and_done", said=row["said"], answer=row["answer"]) for row in rows]
    return [*shown, scene.say("all_answers", site=scene.site)] if shown else [scene.say("none_published")]


# --- Verification of a domestic worker ----------------------------------------------------------------------------


def ask_domestic(scene: Scene) -> Reply:
    return scene.buttons(scene.say("domestic"), ("ask", "ask_verification"), ("track", "track_verification"))


def hear_domestic(scene: Scene, heard: Heard) -> Goes:
    match chosen(heard, {"ask", "track"}):
        case "ask":
            needed = "\n".join(guide(scene, "domestic"))
            return Goes(to="domestic.agreed", says=(needed,) if needed else ())
        case "track":
            return Goes(to="domestic.number")
    return missed(scene.say("not_understood"))


def ask_number(scene: Scene) -> Reply:
    return scene.text("ask_verification_number")


def hear_number(scene: Scene, heard: Heard) -> Goes:
    """By its number, from the telephone with which it was asked for."""
    if isinstance(heard, Came):
        stage = heard.facts.get("stage")
        return over(scene.say(f"verification_{stage}")) if stage else missed(scene.say("no_such_verification"))
    if isinstance(heard, Said):
        return Goes(wants=Want("verification", {"number": heard.text.strip()[:40]}))
    return missed(scene.say("words_please"))


def ask_agreed(scene: Scene) -> Reply:
    return scene.buttons(scene.say("ask_agreed"), ("yes", "yes"), ("no", "no"))


def hear_agreed(scene: Scene, heard: Heard) -> Goes:
    match chosen(heard, YES_NO.keys(), YES_NO):
        case "yes":
            return Goes(to="domestic.worker_name", told={"agreed": True})
        case "no":
            return over(scene.say("not_without_agreement"))
    return missed(scene.say("not_understood"))


def _asks(name: str) -> Step:
    """A step that asks for one of WORDS."""

    def ask(scene: Scene) -> Reply:
        return scene.text(f"ask_{name}")

    def hear(scene: Scene, heard: Heard) -> Goes:
        if not isinstance(heard, Said):
            return missed(scene.say("words_please"))
        return _taken(scene, name, heard.text.strip())

    return Step(f"domestic.{name}", hear, ask, free=True)


def _taken(scene: Scene, name: str, typed: str) -> Goes:
    try:
        said = _READ[name](typed)
    except identity.Impossible:
        return missed(scene.say("bad_phone" if name == "employer_phone" else "bad_cnic"))
    if name == "employer_cnic" and said == scene.told.get("worker_cnic"):
        return stays(scene.say("same_person"))
    following = WORDS.index(name) + 1
    step = WORDS[following] if following < len(WORDS) else "district"
    return Goes(to=f"domestic.{step}", told={name: said})


def _name(typed: str) -> str:
    return typed[:LONGEST_NAME]


_READ = {
    "worker_name": _name, "worker_cnic": identity.cnic, "employer_name": _name, "employer_cnic": identity.cnic,
    "employer_phone": identity.phone,
}  # fmt: skip


def _districts(scene: Scene) -> tuple[Option, ...]:
    return tuple(Option(place.code, place.names) for place in scene.known.of_kind("district"))


def ask_district(scene: Scene) -> Reply:
    return menu(scene, scene.say("ask_worker_district"), _districts(scene))


def hear_district(scene: Scene, heard: Heard) -> Goes:
    return pick(
        scene, heard, _districts(scene), lambda code: Goes(to="domestic.photo", told={"district": code}),
        otherwise="no_such_district",
    )  # fmt: skip


def ask_photo(scene: Scene) -> Reply:
    return scene.text("ask_photo")


def hear_photo(scene: Scene, heard: Heard) -> Goes:
    """The photo has to be fetched and looked at first: the number follows in a message of its own."""
    if isinstance(heard, Came):
        return over(scene.say("number_follows"))
    if not isinstance(heard, Handed) or heard.kind != "photo":
        return stays(scene.say("ask_photo"))
    asked = {name: scene.told[name] for name in (*WORDS, "district", "agreed")}
    facts = {"media_id": heard.media_id, "media_type": heard.media_type, "name": heard.name, "asked": asked}
    return Goes(wants=Want("verify", facts | {"talk": scene.state.talk}))


STEPS = (
    Step("feedback", hear_feedback, ask_feedback, free=True, begins=True),
    Step("domestic", hear_domestic, ask_domestic, begins=True),
    Step("domestic.number", hear_number, ask_number, free=True),
    Step("domestic.agreed", hear_agreed, ask_agreed),
    *(_asks(name) for name in WORDS),
    Step("domestic.district", hear_district, ask_district),
    Step("domestic.photo", hear_photo, ask_photo),
)
