"""The conversation: from where it stands and what was heard to where it stands then and what is answered.

A pure function. Whatever only the portal can do or find out is *wanted* (rules.scene.Want): the turn is then taken up
again with what came of it. At most two replies a turn, so that no telephone is flooded (Meta: one in six seconds).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from whatsapp.rules import holding
from whatsapp.rules.composing import compose
from whatsapp.rules.danger import tells_of_danger
from whatsapp.rules.deciding import LANGUAGE, decide, hear, whether_to_go_on, would_be_sent_in
from whatsapp.rules.heard import Came, Heard, Other, Said
from whatsapp.rules.helping import is_lodging
from whatsapp.rules.known import Known
from whatsapp.rules.languages import Language
from whatsapp.rules.replies import Reply
from whatsapp.rules.scene import Goes, Person, Scene, Want
from whatsapp.rules.state import State
from whatsapp.rules.talks import STEPS, lodging, missing
from whatsapp.rules.typed import command

IDLE, FORGOTTEN = timedelta(minutes=30), timedelta(hours=24)
_PUZZLING = {"edit": "edited", "too_big": "file_too_big"}
UNANSWERED = frozenset({"reaction", "system", "revoke"})
"""Kinds to which nobody expects an answer."""


@dataclass(frozen=True)
class Turn:
    """What follows from one update. `want`: to be done first, and heard; `says` is kept for what is answered then."""

    state: State
    replies: tuple[Reply, ...] = ()
    want: Want | None = None
    says: tuple[str, ...] = ()


def converse(
    state: State,
    heard: Heard,
    *,
    known: Known,
    person: Person,
    at: datetime,
    key: str,
    before: tuple[str, ...] = (),
) -> Turn:
    """One turn. `key`: a fresh UUID's text, for a talk that may begin now. `before`: `says` of the turn that wanted.

    Never raises, whatever was sent and wherever the conversation stands.
    """
    scene = Scene(state, known, person, at)
    if isinstance(heard, Came):
        return _follow(scene, hear(scene, heard), before, key)
    if isinstance(heard, Other):
        return _puzzled(scene, heard)
    scene, warned = _danger(scene.with_state(replace(state, puzzled=False)), heard)
    if scene.state.language is None and (language := missing.language_of(scene, heard)):
        scene = scene.with_state(replace(scene.state, language=language))
    if scene.state.language is None and scene.state.step != LANGUAGE:
        return _follow(scene, Goes(to=LANGUAGE, told={"_first": holding.hold(heard)}), warned, key)
    scene, forgotten = _after_a_while(scene, heard)
    if scene.state.paused and not state.paused:
        return _follow(scene, Goes(), warned, key)
    if goes := _of_a_gone_kind(scene, heard):
        return _follow(scene.with_state(replace(scene.state, heard_at=at)), goes, warned + forgotten, key)
    state, goes = decide(scene, heard)
    return _follow(scene.with_state(replace(state, heard_at=at)), goes, warned + forgotten, key)


def _follow(scene: Scene, goes: Goes, says: tuple[str, ...], key: str) -> Turn:
    """Go where the step said, and ask what is asked there."""
    scene = scene.with_state(_gone(scene.state, goes, key))
    says += goes.says
    if goes.wants:
        return Turn(scene.state, want=goes.wants, says=says)
    if goes.again is not None:
        return _follow(scene, hear(scene, goes.again), says, key)
    if scene.state.paused:
        return Turn(scene.state, compose(says, question=whether_to_go_on(scene)))
    step = STEPS.get(scene.state.step)
    question = step.ask(scene) if step and step.ask else None
    if question is None:
        says += (scene.say("menu_hint"),)
    return Turn(scene.state, compose(says, pictures=goes.pictures, question=question or goes.offers))


def _gone(state: State, goes: Goes, key: str) -> State:
    if goes.language:
        state = _in_language(state, goes.language)
    if goes.done:
        state = replace(state, done=state.talk, receipt=goes.done)
    if goes.ends:
        state = state.over()
    if not goes.missed and not goes.wants and "_misses" in state.told:
        state = replace(state, told={name: said for name, said in state.told.items() if name != "_misses"})
    if goes.to is None:
        return replace(state, told={**state.told, **goes.told})
    if goes.to == "":
        return state.over()
    state = state.at(goes.to, goes.told)
    return state if state.talk else replace(state, talk=key)


def _in_language(state: State, language: Language) -> State:
    """Nothing that was told is lost by another language: the question that waited comes back."""
    state = replace(
        state, language=language, told={name: said for name, said in state.told.items() if name != "_first"}
    )
    return state.back() if state.trail else state


def _danger(scene: Scene, heard: Heard) -> tuple[Scene, tuple[str, ...]]:
    """Words of danger bring *dial 15* first, once a talk. The report of a missing child begins with it anyway."""
    words = heard.text if isinstance(heard, Said) else getattr(heard, "caption", "")
    if scene.told.get("_warned") or command(words) or missing.language_of(scene, heard) or not tells_of_danger(words):
        return scene, ()
    return scene.with_told(_warned=True), (scene.say("dial_15"),)


def _of_a_gone_kind(scene: Scene, heard: Heard) -> Goes | None:
    """A kind of complaint that is offered no more is asked for again; the answer that came just now is kept."""
    state = scene.state
    if not (scene.told.get("category") and scene.kind is None and is_lodging(state.step)) or state.paused:
        return None
    if isinstance(heard, Said) and command(heard.text):
        return None
    answer = _kept_answer(state, heard)
    return lodging.kind_gone(scene, scene.told["category"], _after_kind=state.step, _answer=answer)


def _kept_answer(state: State, heard: Heard) -> dict:
    """The last look is taken again, whatever was tapped below it."""
    return {} if state.step == "lodge.check" else holding.hold(heard)


def _puzzled(scene: Scene, heard: Other) -> Turn:
    """A polite answer, once in a row; the question that waits still waits."""
    if heard.kind in UNANSWERED or scene.state.puzzled:
        return Turn(scene.state)
    said = scene.say(_PUZZLING.get(heard.kind, "other_kind"))
    return Turn(replace(scene.state, puzzled=True), compose((said,)))


def _after_a_while(scene: Scene, heard: Heard) -> tuple[Scene, tuple[str, ...]]:
    """Dropped after a day; after half an hour the person is asked whether to go on, and what they sent is kept."""
    state = scene.state
    gap = scene.at - state.heard_at if state.heard_at else timedelta(0)
    if gap >= FORGOTTEN:
        lost = would_be_sent_in(state) or bool(state.left)
        return scene.with_state(replace(state.over(), left={})), (scene.say("expired"),) if lost else ()
    if gap >= IDLE and state.has_told and not state.paused:
        held = scene.with_told(_held=holding.hold(heard))
        return held.with_state(replace(held.state, paused=True, heard_at=scene.at)), ()
    return scene, ()
