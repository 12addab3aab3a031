"""One's own complaints: where each stands, and every act of the complainant.

Of another person's, and of one with a secret word, the number alone shows the same two facts, before the question for a
key.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from complaints.rules import etag, identity
from complaints.rules.statuses import Solved, Status
from whatsapp.rules import typed
from whatsapp.rules.directions import apart
from whatsapp.rules.heard import Came, Heard, Said, Tapped
from whatsapp.rules.known import in_language
from whatsapp.rules.picking import Option, menu, pick
from whatsapp.rules.replies import LONGEST_BODY, Buttons, Choice, Reply, clip
from whatsapp.rules.scene import Goes, Scene, Step, Want, missed, over, stays
from whatsapp.rules.talks.adding import STEP as EVIDENCE
from whatsapp.rules.talks.adding import look_again, offered
from whatsapp.rules.talks.answering import YES_NO, chosen
from whatsapp.rules.taps import read, tap
from whatsapp.rules.times import calendar_day, moment

WORDLESS = frozenset({"keep", "all_well"})
ACTS = ("change", "resume", "add", "appeal", "report_pressure", "withdraw", "keep", "reinstate", "all_well")
"""The change of a "yes" and the complainant's moves (complaints.rules.moves), in the order in which they are offered.

The two questions are answered beside them (`question`): no row of a list ever closes a complaint.
"""

MORE = {"more": frozenset({"more", "mazeed", "مزید"})}
GIST = 400
"""Characters of the report below which the question still fits."""


@dataclass(frozen=True)
class Question:
    """Something that only the complainant can say. `answers`: what each button means, and its title's sentence."""

    key: str
    answers: tuple[tuple[str, str], ...]
    moves: Mapping[str, str]
    typed: Mapping[str, frozenset[str]]


SPOKEN = Question(
    "who_spoke",
    (("in_person", "spoke_yes"), ("someone_else", "spoke_other"), ("nobody", "spoke_nobody")),
    {"in_person": "confirm_contact", "someone_else": "deny_contact", "nobody": "deny_contact"},
    {"in_person": typed.YES, "nobody": typed.NO},
)
WRITTEN = Question(
    "who_wrote",
    (("in_person", "yes"), ("nobody", "no")),
    {"in_person": "confirm_contact", "nobody": "deny_contact"},
    {"in_person": typed.YES, "nobody": typed.NO},
)
SOLVED = Question(
    "is_it_solved",
    (("solved", "solved_yes"), ("not_solved", "solved_no"), ("partly", "solved_partly")),
    {"solved": "close", "not_solved": "object", "partly": "object"},
    {"solved": typed.YES, "not_solved": typed.NO, "partly": typed.PARTLY},
)


CHANGED = Question(
    "change_answer",
    (("not_solved", "solved_no"), ("partly", "solved_partly"), ("keep", "solved_still")),
    {"not_solved": "object", "partly": "object"},
    {"not_solved": typed.NO, "partly": typed.PARTLY, "keep": typed.YES},
)
"""Asked of somebody who said "yes" and wishes to change it."""

QUESTIONS = (SPOKEN, WRITTEN, SOLVED)


def question(standing: Mapping) -> Question | None:
    """Return what the police say that only the complainant can confirm: one question at a time."""
    if standing.get("claim") and "deny_contact" in standing["moves"]:
        return WRITTEN if standing.get("claim_is_written") else SPOKEN
    return SOLVED if standing.get("status") == Status.RESOLVED else None


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
    return scene.text("ask_key", site=scene.home)


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
    """Where it stands, and what the person may do now; who goes back to it unopened is asked for the key once more.

    Opening it answers nothing.
    """
    standing = scene.told.get("standing")
    if not standing:
        return ask_key(scene)
    asked = question(standing)
    if asked is None or scene.told.get("_more"):
        return menu(scene, "\n".join(shown_lines(scene)), _acts(scene), button="what_to_do")
    body = above("\n".join(shown_lines(scene, most=GIST)), asked_in_words(scene, asked), scene.say("more_acts"))
    named = ((f"{said}:{asked.key}:{standing['etag']}", title) for said, title in asked.answers)
    return scene.buttons(body, *named)


def above(shown: str, *asked: str) -> str:
    """What is shown, as far as there is room for it, above what is asked."""
    last = "\n".join(asked)
    return clip(shown, LONGEST_BODY - len(last) - 1) + "\n" + last


def asked_in_words(scene: Scene, asked: Question) -> str:
    officer = in_language(scene.told["standing"].get("claim") or {}, scene.language)
    return scene.say(asked.key, officer=officer) if asked is not SOLVED else scene.say(asked.key)


def hear_one(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Came):
        return _answered(scene, heard) if heard.facts.keys() & {"done", "reason"} else _opened(scene, heard)
    standing = scene.told.get("standing")
    if not standing:
        return hear_key(scene, heard)
    if goes := offered(scene, heard):
        return goes
    asked, more = question(standing), scene.told.get("_more")
    if asked and (said := chosen(heard, asked.moves.keys(), {} if more else asked.typed)):
        return answer(scene, asked, said)
    if asked and not more:
        return stays(_more=True) if chosen(heard, MORE.keys(), MORE) else _wanted_by_tap(scene, heard)
    return pick(scene, heard, _acts(scene), partial(_wanted, scene))


def answer(scene: Scene, asked: Question, said: str) -> Goes:
    """Give the answer: one tap, whichever it is. What is missing may be said afterwards."""
    words = scene.say(f"said_{said}") if asked in (SOLVED, CHANGED) else ""
    facts = _act(scene, words).facts | {"move": asked.moves[said], "answer": said, "changes": asked is CHANGED}
    return Goes(told={"act": asked.moves[said], "_more": False}, wants=Want("act", facts))


def _answered(scene: Scene, came: Came) -> Goes:
    act, done = scene.told["act"], came.facts.get("done")
    if done and act == "object":
        return Goes(to="track.words", told={"act": "missing"}, says=(scene.say("did_object"),))
    if done and (until := came.facts.get("change_until")):
        return over(scene.say("did_close"), offers=_change_offered(scene, until))
    if not done and (standing := came.facts.get("standing")):
        told = {"standing": dict(standing), "_more": False}
        return Goes(to="track.one", told=told, says=_not_taken(scene, standing, came.facts.get("reason", "")))
    return _done(scene, came)


def _change_offered(scene: Scene, until: str) -> Buttons:
    """The button below the thanks for a "yes". It names the complaint, because it is tapped when the talk is over."""
    body = scene.say("change_until", by=moment(until, scene.language)) + "\n" + scene.say("menu_hint")
    id = tap("track.one", f"change:{CHANGED.key}:{scene.told['etag']}")
    return Buttons(body, (Choice(id, clip(scene.say("act_change"), 20)),))


def _not_taken(scene: Scene, standing: Mapping, reason: str = "") -> tuple[str, ...]:
    """Why an answer to "Is it solved?" was not taken: what was answered before, and what can be done now."""
    is_closed, answered = standing["status"] == Status.CLOSED, standing.get("answered")
    if not answered and not is_closed:
        return (scene.say("not_possible", why=reason),)
    if not answered:
        return scene.say("closed_by_silence"), *_appeal_left(scene, standing)
    title = dict(SOLVED.answers)[answered["said"]]
    first = scene.say("answered_before", answer=scene.say(title), at=moment(answered["at"], scene.language))
    if answered["said"] != Solved.YES or not is_closed or standing.get("change_until"):
        return (first,)  # until when a "yes" can be changed stands with the complaint
    return first, scene.say("change_is_over"), *_appeal_left(scene, standing)


def _appeal_left(scene: Scene, standing: Mapping) -> tuple[str, ...]:
    until = standing.get("appeal_until")
    return (scene.say("appeal_until", by=moment(until, scene.language)),) if until else ()


def tapped_again(said: str) -> Goes | None:
    """Return what follows from a button of a question that waits no more: the complaint is opened, and then answered.

    None for a row of a list, which names no complaint.
    """
    answer, _, rest = said.partition(":")
    what, _, number = rest.partition(":")
    return reopened(number, what, answer) if number else None


def reopened(number: str, what: str, said: str) -> Goes:
    """Open the complaint by whatever opens it here, and then answer."""
    told = {"etag": number, "standing": {}, "waiting": [], "_reply": [what, said], "_more": False, "_news": {}}
    return Goes(to="track.one", told=told, wants=Want("look_up", {"etag": number}))


def ask_change(scene: Scene) -> Reply:
    """Ask somebody who said "yes" what they say now."""
    return scene.buttons(scene.say(CHANGED.key), *CHANGED.answers)


def hear_change(scene: Scene, heard: Heard) -> Goes:
    if isinstance(heard, Came):
        return _answered(scene, heard)
    said = chosen(heard, {said for said, _ in CHANGED.answers}, CHANGED.typed)
    if said == "keep":
        return over(scene.say("kept_yes"))
    return answer(scene, CHANGED, said) if said else offered(scene, heard) or missed(scene.say("please_answer"))


def _wanted_by_tap(scene: Scene, heard: Heard) -> Goes:
    """A row of a list that was shown before the question came."""
    if isinstance(heard, Tapped):
        return pick(scene, heard, _acts(scene), partial(_wanted, scene))
    return missed(scene.say("not_understood"))


def _wanted(scene: Scene, code: str) -> Goes:
    if code == "leave":
        return over(scene.say("anything_else"))
    if code == "change":
        return Goes(to="track.change")
    return Goes(to="track.sure" if code in WORDLESS else "track.words", told={"act": code})


def _opened(scene: Scene, came: Came) -> Goes:
    facts = came.facts
    if facts.get("code_sent"):
        return Goes(to="track.key", says=(scene.say("code_sent"),))
    if facts.get("opened"):
        return _replied(scene, dict(facts)) or _with_what_waits(scene, dict(facts))
    if facts.get("harmless"):
        return over(_two_facts(scene, facts))
    if facts.get("locked"):
        return over(scene.say("too_many_tries"))
    if facts.get("tried"):
        return Goes(to="track.key", says=(scene.say("key_wrong"),), missed=True)
    return Goes(to="track.key", says=(_two_facts(scene, facts),) if facts.get("state") else ())


def _two_facts(scene: Scene, facts: Mapping) -> str:
    """What the number alone shows: the day of registration, open or closed."""
    state = scene.say(f"state_{facts['state']}")
    return scene.say("two_facts", state=state, day=calendar_day(facts["registered"], scene.language))


def _replied(scene: Scene, standing: dict) -> Goes | None:
    """The answer that was tapped below news, or written after it, now that the complaint is open."""
    what, said = scene.told.get("_reply") or ("", "")
    told = {"standing": standing, "_reply": []}
    asked, opened = question(standing), scene.with_told(**told)
    if asked and asked.key == what and said in asked.moves:
        goes = answer(opened, asked, said)
        return replace(goes, told={**told, **goes.told})
    if what == CHANGED.key and standing.get("change_until"):
        return Goes(to="track.change", told=told)
    is_answered = standing.get("answered") or standing["status"] == Status.CLOSED
    if what in {SOLVED.key, CHANGED.key} and is_answered:
        return Goes(told=told, says=_not_taken(scene, standing))
    if said == "answer" and "resume" in standing["moves"]:
        return Goes(to="track.words", told={**told, "act": "resume"})
    if what in {one.key for one in QUESTIONS}:
        return Goes(told=told, says=(scene.say("asked_no_more"),))
    return Goes(told=told) if what else None


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
    if scene.told.get("standing", {}).get("change_until"):
        allowed.add("change")
    offered = [Option(move, {scene.language: scene.say(f"act_{move}")}) for move in ACTS if move in allowed]
    return (*offered, Option("leave", {scene.language: scene.say("nothing_now")}))


def shown_lines(scene: Scene, *, most: int = 1500) -> list[str]:
    """What is shown of the complaint, `most` characters of each text: number, matter, status, deadline, report."""
    facts = scene.told.get("standing", {})
    kind = scene.known.kind(facts.get("category", ""))
    matter = in_language(kind.names, scene.language) if kind and not kind.confidential else ""
    lines = [etag.spaced(facts["etag"]) + (f" · {matter}" if matter else "")]
    lines.append(scene.say("stands_at", status=scene.say(f"status_{facts['status']}")))
    if due := facts.get("due"):
        written = "_written" if due["clock"] == "contact" and facts.get("by_portal") else ""
        key = f"due_{due['clock']}{written}" + ("_late" if due["late"] else "")
        lines.append(scene.say(key, by=moment(due["at"], scene.language)))
    if report := facts.get("report"):
        lines.append(scene.say("reported_outcome", outcome=scene.say(f"outcome_{report['outcome']}")))
    if fir := facts.get("fir"):
        lines.append(scene.say("fir_number", fir=apart(fir)))
    if said := (facts.get("report") or {}).get("words"):
        lines.append(scene.say("reported_words", words=clip(said, most)))
    if said := facts.get("question"):
        lines.append(scene.say("officer_asks", words=clip(said, most)))
    elif said := facts.get("news"):
        lines.append(scene.say("officer_says", words=clip(said, most)))
    if until := facts.get("change_until"):
        lines.append(scene.say("change_until", by=moment(until, scene.language)))
    if "add" in facts.get("moves", ()):
        lines.append(scene.say("files_welcome"))
    return lines


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
    act, opened = scene.told.get("act", ""), scene.told.get("standing", {}).get("by", "phone")
    move = "add" if act == "missing" else act
    return Want("act", {"etag": scene.told["etag"], "move": move, "words": words, "opened": opened})


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
    Step("track.change", hear_change, ask_change),
    Step("track.sure", hear_sure, ask_sure),
    Step("track.words", hear_words, ask_words, free=True),
)
