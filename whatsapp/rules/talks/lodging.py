"""Lodging a complaint: what it is about, the last look, and its number. The way between: placing, telling, who."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from complaints.rules.categories import MISSING_CHILD, successors
from complaints.rules.referral import REFERRED
from whatsapp.rules import holding, typed
from whatsapp.rules.danger import tells_of_danger
from whatsapp.rules.directions import apart
from whatsapp.rules.heard import Came, Heard, Said, Tapped
from whatsapp.rules.known import in_language
from whatsapp.rules.languages import Language, of_portal
from whatsapp.rules.picking import Option, menu, named, pick
from whatsapp.rules.replies import Reply
from whatsapp.rules.scene import Goes, Scene, Step, Want, missed, over, stays
from whatsapp.rules.sentences import in_all
from whatsapp.rules.talks import missing
from whatsapp.rules.talks.answering import chosen
from whatsapp.rules.taps import read
from whatsapp.rules.times import moment

GROUPS = ("conduct", "crime", "harassment", "service", "overseas", "welfare", "feedback", "other")
ANSWERS = (
    *("category", "district", "station", "landmark", "concerns", "name", "phone", "document", "document_number"),
    *("woman_officer", "secret_hash", "protected", "child_age", "child_left", "child_custody"),
)
"""What was told that the draft takes as it stands (complaints.services.answers.Answers)."""

OTHER = "other"
"""The kind that an operator sorts."""

COMMAS = {Language.URDU: "، "}
URGENT_GROUPS = frozenset({"crime", "harassment"})
CHANGES = {
    "category": "lodge.kind", "district": "place.region", "text": "tell.what", "files": "tell.files",
    "landmark": "place.spot", "concerns": "place.whom", "name": "who.name", "document": "who.document",
    "phone": "who.phone", "messages": "who.messages",
}  # fmt: skip
"""What can be changed before sending, and where it is asked."""


def kinds(scene: Scene) -> tuple[Option, ...]:
    """The kinds of complaint of the chosen group."""
    group = scene.told.get("group", "")
    return tuple(
        Option(kind.code, kind.names, search_words=kind.search_words)
        for kind in scene.known.kinds
        if not group or kind.group == group
    )


def groups(scene: Scene) -> tuple[Option, ...]:
    """The groups that have a kind now."""
    there = {kind.group for kind in scene.known.kinds}
    return tuple(Option(code, in_all(f"group_{code}")) for code in GROUPS if code in there)


def ask_group(scene: Scene) -> Reply:
    return menu(scene, scene.say("ask_group"), groups(scene))


def hear_group(scene: Scene, heard: Heard) -> Goes:
    """A group, or words that name a kind of any group."""
    if isinstance(heard, Said) and tells_of_danger(heard.text) and not named(heard.text, kinds(scene)):
        return missed(scene.say("not_understood"))
    if isinstance(heard, Said) and typed.number(heard.text) is None and not named(heard.text, groups(scene)):
        return Goes(to="lodge.kind", told={"group": ""}, again=heard)
    return pick(scene, heard, groups(scene), lambda code: Goes(to="lodge.kind", told={"group": code}))


def ask_kind(scene: Scene) -> Reply:
    first = [scene.say("dial_15")] if scene.told.get("group") in URGENT_GROUPS else []
    body = "\n\n".join([*first, scene.say("ask_kind")])
    return menu(scene, body, kinds(scene))


def hear_kind(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Tapped) and successors(code := read(heard.id)[1]):
        return kind_gone(scene, code)
    return pick(scene, heard, kinds(scene), partial(_of_kind, scene))


def _of_kind(scene: Scene, code: str) -> Goes:
    """On to the place; or back to the question at which the kind before was found to be offered no more."""
    step, answer = scene.told.get("_after_kind", ""), holding.thaw(scene.told.get("_answer"))
    if code == MISSING_CHILD:
        return missing.begin(scene, answer if step.startswith("tell.") else None)
    if step:
        return Goes(to=step, told={"category": code, "_after_kind": "", "_answer": {}}, again=answer)
    return Goes(to=_next(scene, "place.region"), told={"category": code})


def kind_gone(scene: Scene, code: str, **told) -> Goes:
    """Ask for the kind again: among those that took the place of this code, else among all. Nothing else is lost."""
    instead = list(successors(code))
    told = {"category": "", "group": "", "_among": instead, "_page": 0, **told}
    return Goes(to="lodge.kind" if instead else "lodge.group", told=told, says=(scene.say("category_gone"),))


def of_no_kind(scene: Scene) -> Goes:
    """An operator finds the kind where the person doesn't know it."""
    if scene.known.kind(OTHER) is None:
        return missed(scene.say("not_understood"))
    goes = _of_kind(scene, OTHER)
    return replace(goes, told={**goes.told, "group": ""}, says=(scene.say("kind_unknown"),))


def _next(scene: Scene, step: str) -> str:
    """Whoever only changes an answer goes back to the last look."""
    return "lodge.check" if scene.told.get("_changing") else step


def ask_check(scene: Scene) -> Reply:
    """All answers, or for a confidential matter none of them: whoever reads over a shoulder learns nothing."""
    body = _review(scene) if scene.kind and not scene.kind.confidential else scene.say("ready_confidential")
    return scene.buttons(body, (f"submit:{scene.state.talk}", "submit"), ("change", "change"), ("cancel", "cancel"))


def _review(scene: Scene) -> str:
    told, place = scene.told, scene.known.place
    names = [in_language(office.names, scene.language) for code in (told.get("station"), told.get("district"))
             if code and (office := place(code))]  # fmt: skip
    shown = {
        "what": in_language(scene.kind.names, scene.language) if scene.kind else "",
        "where": COMMAS.get(scene.language, ", ").join(names),
        "landmark": apart(told.get("landmark", "")),
        "concerns": apart(told.get("concerns", "")),
        "text": _short(" ".join(told.get("texts", ()))),
        "files": str(told.get("files", 0) or ""),
        "name": apart(told.get("name", "")),
        "document": apart(told.get("document_number", "")),
        "phone": apart(told.get("phone", "")),
        "child": "" if not (why := _why_away(told)) else scene.say(why),
        "messages": scene.say("yes" if told.get("messages") else "no"),
    }
    lines = [f"{scene.say(f'review_{name}')}: {said}" for name, said in shown.items() if said]
    last = missing.call_back(scene) if told.get("category") == MISSING_CHILD else scene.say("false_warning")
    return "\n".join([scene.say("review"), *lines, "", last])


def _why_away(told: Mapping) -> str:
    """Which sentence names the reason that the reporter gave."""
    if told.get("child_custody") == "yes":
        return "child_custody"
    return "child_alone" if told.get("child_left") == "yes" else ""


def _short(text: str, most: int = 400) -> str:
    return text if len(text) <= most else text[:most].rstrip() + " …"


def hear_check(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Came):
        return _sent(scene, heard)
    if scene.told.get("category") == MISSING_CHILD and (phone := missing.number_to_call(heard)):
        return _called_on(scene, phone)
    match chosen(heard, frozenset({"submit", "change", "cancel"}), {"submit": typed.YES, "cancel": typed.NO}):
        case "submit":
            return _registers(scene)
        case "change":
            return Goes(to="lodge.change")
        case "cancel":
            return over(scene.say("cancelled"))
    return missed(scene.say("not_understood"))


def _registers(scene: Scene) -> Goes:
    return Goes(wants=Want("register", {"answers": answers(scene), "talk": scene.state.talk}))


def _called_on(scene: Scene, phone: str) -> Goes:
    """Take the number to call back. Where there was none, it was all that was missing."""
    if scene.told.get("phone"):
        return stays(phone=phone)
    return replace(_registers(scene.with_told(phone=phone)), told={"phone": phone})


def answers(scene: Scene) -> dict:
    """What the draft is to hold."""
    told = {name: scene.told[name] for name in ANSWERS if scene.told.get(name)}
    texts = "\n".join(scene.told.get("texts", ()))
    return told | {"text": texts, "spoken": bool(scene.told.get("spoken")), "language": of_portal(scene.language)}


def _sent(scene: Scene, came: Came) -> Goes:
    """The number on a line of its own, what happens next and by when, and what it is not."""
    facts = came.facts
    if facts.get("checking"):
        return stays(scene.say("still_checking"))
    if facts.get("reason") == "missing":
        return Goes(to="tell.what", says=(scene.say("needs_words"),), told={"_changing": True})
    if field := facts.get("refused"):
        if field == "category":
            return kind_gone(scene, scene.told.get("category", ""), _after_kind="lodge.check")
        step = CHANGES.get(field, "tell.what")
        return Goes(to=step, says=(scene.say("not_taken"),), told={"_changing": True})
    says = [scene.say("registered"), facts["spaced"], *_promises(scene, facts), scene.say("not_fir")]
    if scene.told.get("category") in REFERRED:
        says.append(scene.say("referred_outside"))
    if scene.kind and scene.kind.confidential:
        says.append(scene.say("how_to_delete"))
    return Goes(to="", says=tuple(says), done={"says": says}, ends=True)


def _promises(scene: Scene, facts: dict) -> list[str]:
    if scene.told.get("category") == MISSING_CHILD:
        return missing.promises(scene, facts)
    due = {name: moment(facts[name], scene.language) for name in ("contact_due", "report_due") if facts.get(name)}
    promised = []
    if "contact_due" in due:
        promised.append(scene.say(_contact(facts), by=due["contact_due"]))
    if "report_due" in due:
        promised.append(scene.say("promise_report", by=due["report_due"]))
    return promised


def _contact(facts: dict) -> str:
    """Nobody is promised a call who gave no number, or whose number officers don't see."""
    if facts.get("hidden"):
        return "promise_written"
    return "promise_contact" if facts.get("has_phone") else "promise_on_page"


def changeable(scene: Scene) -> tuple[Option, ...]:
    """What can be changed."""
    return tuple(Option(name, {scene.language: scene.say(f"review_{_label(name)}")}) for name in CHANGES)


def _label(name: str) -> str:
    return {"category": "what", "district": "where"}.get(name, name)


def ask_change(scene: Scene) -> Reply:
    return menu(scene, scene.say("ask_change"), changeable(scene))


def hear_change(scene: Scene, heard: Heard) -> Goes:
    def to(code: str) -> Goes:
        emptied = {"texts": [], "spoken": False} if code == "text" else {}
        return Goes(to=CHANGES[code], told={"_changing": True, "group": "", **emptied})

    return pick(scene, heard, changeable(scene), to)


def ask_complaint(scene: Scene) -> Reply:
    """The IG's complaint cell: what can be done there."""
    return scene.buttons(scene.say("complaint_cell"), ("lodge", "lodge"), ("track", "track"), ("mine", "my_complaints"))


def hear_complaint(scene: Scene, heard: Heard) -> Goes:
    match chosen(heard, frozenset({"lodge", "track", "mine"})):
        case "lodge":
            return Goes(to="lodge.group")
        case "track":
            return Goes(to="track.number")
        case "mine":
            return Goes(to="track.mine", wants=Want("mine"))
    return missed(scene.say("not_understood"))


STEPS = (
    Step("complaint", hear_complaint, ask_complaint, begins=True),
    Step("lodge.group", hear_group, ask_group, begins=True),
    Step("lodge.kind", hear_kind, ask_kind, begins=True),
    Step("lodge.check", hear_check, ask_check),
    Step("lodge.change", hear_change, ask_change),
)
