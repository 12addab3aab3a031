"""One's own complaints: where each stands, and every act of the complainant.

A number that nobody has, another person's, and one with a secret word are answered alike: with the question for a key.
"""

import re
from functools import partial

from complaints.rules import etag, identity
from whatsapp.rules import typed
from whatsapp.rules.heard import Came, Heard, Said, Tapped
from whatsapp.rules.known import in_language
from whatsapp.rules.picking import Option, menu, pick
from whatsapp.rules.replies import Reply
from whatsapp.rules.scene import Goes, Scene, Step, Want, missed, over, stays
from whatsapp.rules.talks.adding import STEP as EVIDENCE
from whatsapp.rules.talks.adding import look_again, offered
from whatsapp.rules.talks.answering import YES_NO, chosen
from whatsapp.rules.taps import read
from whatsapp.rules.times import moment

WORDLESS = frozenset({"confirm_contact", "deny_contact", "close", "keep", "all_well"})
ACTS = (
    *("confirm_contact", "deny_contact", "resume", "close", "object", "add", "appeal", "report_pressure"),
    *("ask_to_withdraw", "withdraw", "keep", "reinstate", "all_well"),
)
"""The complainant's moves, in the order in which they are offered (complaints.rules.moves)."""


def ask_number(scene: Scene) -> Reply:
    return scene.text("ask_etag")


def hear_number(scene: Scene, heard: Heard) -> Goes:
    """Typed, or tapped below a template that named it (rules.templates)."""
    if not isinstance(heard, Said | Tapped):
        return missed(scene.say("words_please"))
    try:
        number = etag.parse(heard.text if isinstance(heard, Said) else read(heard.id)[1])
    except etag.Mistyped:
        return missed(scene.say("bad_etag"))
    return _looked_up(number)


def ask_key(scene: Scene) -> Reply:
    return scene.text("ask_key", site=scene.known.site)


def hear_key(scene: Scene, heard: Heard) -> Goes:
    """A word or code; or the number or e-mail address in the complaint, to which a code is then sent."""
    if isinstance(heard, Came):
        return stays(scene.say("too_many_tries" if heard.facts.get("locked") else "code_sent"))
    if not isinstance(heard, Said):
        return missed(scene.say("words_please"))
    key = heard.text.strip()
    if reached_at := _address(key):
        return Goes(wants=Want("send_code", {"etag": scene.told["etag"], "to": reached_at}))
    return Goes(to="track.one", wants=Want("open", {"etag": scene.told["etag"], "key": typed.digits(key)}))


def _address(text: str) -> str:
    """The telephone number (E.164) or e-mail address that was typed, if it was one and nothing else."""
    if re.fullmatch(r"\S+@\S+\.\S+", text):
        return text.lower()
    try:
        return identity.phone(text)
    except identity.Impossible:
        return ""


def ask_mine(scene: Scene) -> Reply:
    return menu(scene, scene.say("your_complaints"), _listed(scene))


def _listed(scene: Scene) -> tuple[Option, ...]:
    return tuple(
        Option(one["etag"], {scene.language: _line(scene, one)}, title=one["etag"], line=_line(scene, one))
        for one in scene.told.get("mine", ())
    )


def _line(scene: Scene, one: dict) -> str:
    kind = scene.known.kind(one["category"])
    name = in_language(kind.names, scene.language) if kind else ""
    return f"{etag.spaced(one['etag'])} · {scene.say('status_' + one['status'])}" + (f" · {name}" if name else "")


def hear_mine(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Came):
        mine = list(heard.facts.get("complaints", ()))[:9]
        if not mine and scene.told.get("handed"):
            return Goes(to="track.number", says=(scene.say("none_listed"),))
        if not mine:
            return over(scene.say("none_listed"))
        return Goes(told={"mine": mine})
    if isinstance(heard, Said) and typed.number(heard.text) is None:
        return hear_number(scene, heard)
    return pick(scene, heard, _listed(scene), _looked_up)


def _looked_up(code: str) -> Goes:
    """Nothing of one that was opened before is shown, or added to, under another number."""
    told = {"etag": code, "standing": {}, "waiting": []}
    return Goes(to="track.one", told=told, wants=Want("look_up", {"etag": code}))


def ask_one(scene: Scene) -> Reply:
    """Where it stands, and what the person may do now; who goes back to it unopened is asked for the key once more."""
    if not scene.told.get("standing"):
        return ask_key(scene)
    return menu(scene, _standing(scene), _acts(scene), button="what_to_do")


def hear_one(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Came):
        return _opened(scene, heard)
    if not scene.told.get("standing"):
        return hear_key(scene, heard)
    return offered(scene, heard) or pick(scene, heard, _acts(scene), partial(_wanted, scene))


def _wanted(scene: Scene, code: str) -> Goes:
    if code == "leave":
        return over(scene.say("anything_else"))
    return Goes(to="track.sure" if code in WORDLESS else "track.words", told={"act": code})


def _opened(scene: Scene, came: Came) -> Goes:
    facts = came.facts
    if facts.get("code_sent"):
        return Goes(to="track.key", says=(scene.say("code_sent"),))
    if facts.get("opened"):
        return _with_what_waits(scene, dict(facts))
    if facts.get("harmless"):
        return over(scene.say("open_or_closed", state=scene.say(f"state_{facts['harmless']}")))
    if facts.get("locked"):
        return over(scene.say("too_many_tries"))
    return Goes(to="track.key", says=(scene.say("key_wrong"),) if facts.get("tried") else ())


def _with_what_waits(scene: Scene, standing: dict) -> Goes:
    """Files that were sent before any complaint was open are asked about now."""
    handed = scene.told.get("handed", ())
    if not handed:
        return Goes(told={"standing": standing})
    told = {"standing": standing, "handed": []}
    if "add" not in standing["moves"]:
        return Goes(told=told, says=(scene.say("file_closed"),))
    return Goes(to=EVIDENCE, told={**told, "waiting": list(handed)})


def _acts(scene: Scene) -> tuple[Option, ...]:
    allowed = set(scene.told.get("standing", {}).get("moves", ()))
    offered = [Option(move, {scene.language: scene.say(f"act_{move}")}) for move in ACTS if move in allowed][:8]
    return (*offered, Option("leave", {scene.language: scene.say("nothing_now")}))


def _standing(scene: Scene) -> str:
    facts = scene.told.get("standing", {})
    lines = [etag.spaced(facts["etag"]), scene.say("stands_at", status=scene.say(f"status_{facts['status']}"))]
    if due := facts.get("due"):
        written = "_written" if due["clock"] == "contact" and facts.get("by_portal") else ""
        key = f"due_{due['clock']}{written}" + ("_late" if due["late"] else "")
        lines.append(scene.say(key, by=moment(due["at"], scene.language)))
    if officer := facts.get("claim"):
        lines.append(scene.say("who_spoke", officer=in_language(officer, scene.language)))
    if said := facts.get("question"):
        lines.append(scene.say("officer_asks", words=said[:1500]))
    elif said := facts.get("news"):
        lines.append(scene.say("officer_says", words=said[:1500]))
    if "add" in facts.get("moves", ()):
        lines.append(scene.say("files_welcome"))
    return "\n".join(lines)


def ask_sure(scene: Scene) -> Reply:
    return scene.buttons(scene.say(f"sure_{scene.told['act']}"), ("yes", "yes"), ("no", "no"))


def hear_sure(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Came):
        return _done(scene, heard)
    match chosen(heard, YES_NO.keys(), YES_NO):
        case "yes":
            return Goes(wants=_act(scene, ""))
        case "no":
            return look_again(scene)
    return offered(scene, heard) or missed(scene.say("not_understood"))


def ask_words(scene: Scene) -> Reply:
    return scene.text(f"words_{scene.told['act']}")


def hear_words(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Came):
        return _done(scene, heard)
    if isinstance(heard, Said):
        return Goes(wants=_act(scene, heard.text.strip()[:10_000]))
    return offered(scene, heard) or missed(scene.say("words_please"))


def _act(scene: Scene, words: str) -> Want:
    return Want("act", {"etag": scene.told["etag"], "move": scene.told["act"], "words": words,
                        "opened": scene.told.get("standing", {}).get("by", "phone")})  # fmt: skip


def _done(scene: Scene, came: Came) -> Goes:
    if came.facts.get("done"):
        return over(scene.say(f"did_{scene.told['act']}"))
    reason = came.facts.get("reason", "")
    return look_again(scene, scene.say("not_possible", why=reason))


STEPS = (
    Step("track.number", hear_number, ask_number, free=True, begins=True),
    Step("track.key", hear_key, ask_key, free=True),
    Step("track.mine", hear_mine, ask_mine),
    Step("track.one", hear_one, ask_one),
    Step("track.sure", hear_sure, ask_sure),
    Step("track.words", hear_words, ask_words, free=True),
)
