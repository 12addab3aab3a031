"""Zainab alerts and wanted persons, one at a time with its picture; and what somebody knows of one, anonymously."""

from collections.abc import Mapping

from whatsapp.rules.heard import Came, Heard, Said
from whatsapp.rules.replies import LONGEST_CAPTION, Picture, Reply, clip
from whatsapp.rules.scene import Goes, Scene, Step, Want, missed, over
from whatsapp.rules.talks import missing
from whatsapp.rules.talks.answering import chosen

SHORTEST_TIP = 3
PARTS = ("age", "wearing", "seen", "reward")


def ask_zainab(scene: Scene) -> Reply:
    """A missing child is reported at once; what others miss stands beside it."""
    body = "\n\n".join([scene.say("dial_15"), scene.say("zainab")])
    return scene.buttons(body, ("report", "report_child"), ("alerts", "current_alerts"))


def hear_zainab(scene: Scene, heard: Heard) -> Goes:
    match chosen(heard, {"report", "alerts"}):
        case "report":
            return missing.begin(scene)
        case "alerts":
            return look_at("alert")
    return missed(scene.say("not_understood"))


def look_at(kind: str) -> Goes:
    """From the first one of a kind; they are asked for anew each time, since one may have ended meanwhile."""
    return Goes(to="notice", told={"notices": kind, "place": 0}, wants=Want("notice", {"kind": kind, "place": 0}))


def ask_notice(scene: Scene) -> Reply:
    more = ("next", "next_one") if scene.told.get("more") else ("menu", "main_menu")
    return scene.buttons(scene.say("notice_next"), more, ("tip", "give_tip"))


def hear_notice(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Came):
        return _shown(scene, heard)
    match chosen(heard, {"next", "menu", "tip"}):
        case "next":
            place = int(scene.told.get("place", 0)) + 1
            return Goes(told={"place": place}, wants=Want("notice", {"kind": scene.told["notices"], "place": place}))
        case "tip":
            return Goes(to="notice.tip")
        case "menu":
            return Goes(to="menu")
    return missed(scene.say("not_understood"))


def _shown(scene: Scene, came: Came) -> Goes:
    facts = came.facts
    if not facts.get("code"):
        return over(scene.say("none_published"))
    words = "\n".join(_lines(scene, facts))
    told = {"code": facts["code"], "more": bool(facts.get("more"))}
    if facts.get("picture"):
        return Goes(told=told, pictures=(Picture(facts["picture"], clip(words, LONGEST_CAPTION)),))
    return Goes(told=told, says=(words,))


def _lines(scene: Scene, facts: Mapping) -> list[str]:
    """What is known of the person, a line each; what was not said has none."""
    told = [facts.get(part, "") for part in ("name", "words")]
    told += [scene.say(f"notice_{part}", said=facts[part]) for part in PARTS if facts.get(part)]
    first = [scene.say("sample")] if facts.get("sample") else []
    if scene.told.get("notices") == "wanted":
        first.append(scene.say("accused"))
    return [line for line in [*first, *told, facts["page"]] if line]


def ask_tip(scene: Scene) -> Reply:
    return scene.text("ask_tip")


def hear_tip(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Came):
        if number := heard.facts.get("number"):
            return over(scene.say("tip_taken", number=number))
        return over(scene.say("notice_over"))
    if isinstance(heard, Said) and len(heard.text.strip()) >= SHORTEST_TIP:
        facts = {"kind": scene.told["notices"], "code": scene.told["code"], "text": heard.text.strip()}
        return Goes(wants=Want("tip", facts | {"talk": scene.state.talk}))
    return missed(scene.say("words_please"))


STEPS = (
    Step("zainab", hear_zainab, ask_zainab, begins=True),
    Step("notice", hear_notice, ask_notice),
    Step("notice.tip", hear_tip, ask_tip, free=True),
)
