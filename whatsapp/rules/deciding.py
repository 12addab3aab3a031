"""What a person's message means here: a command, a tap, or an answer to the question that waits."""

import re
from dataclasses import replace

from complaints.rules import etag
from whatsapp.rules import helping, holding, typed
from whatsapp.rules.heard import Came, Heard, Said, Tapped
from whatsapp.rules.replies import Buttons, Choice, clip
from whatsapp.rules.scene import Goes, Scene, Want, over, stays
from whatsapp.rules.state import State
from whatsapp.rules.talks import STEPS, missing, tracking
from whatsapp.rules.taps import read, tap
from whatsapp.rules.typed import Command

MENU, LANGUAGE, TRACK, PAUSE = "menu", "language", "track.number", "paused"
FOLLOWING, FIRST = "track.", "first."
_NEWS = {True: "news_wanted", False: "news_stopped", None: "no_news_to_want"}


def decide(scene: Scene, heard: Heard) -> tuple[State, Goes]:
    """Where the conversation stands for this message, and what follows from it."""
    if scene.state.paused:
        return _unpaused(scene, heard)
    if isinstance(heard, Said) and (command := typed.command(heard.text)):
        return _commanded(scene, command)
    if isinstance(heard, Said) and _is_etag(heard.text) and _may_be_left(scene.state):
        return scene.state, Goes(to=TRACK, again=heard)
    if missing.language_of(scene, heard):
        return _missing_child(scene, heard)
    if isinstance(heard, Said):
        heard = _as_tap(scene, heard)
    if isinstance(heard, Tapped):
        return _tapped(scene, heard)
    return scene.state, hear(scene, heard)


def _missing_child(scene: Scene, heard: Heard) -> tuple[State, Goes]:
    """Begin the report. What was told or sent before its kind was chosen belongs to it; anything else is set aside."""
    state = scene.state if helping.is_lodging(scene.state.step) else scene.state.aside()
    before = missing.sent_before(scene)
    if scene.state.step == "first.file":
        state = scene.state.over()
    return state, missing.begin(scene.with_state(state), heard, sent_before=before)


def _as_tap(scene: Scene, heard: Said) -> Heard:
    """Whoever types a button's words, or its place among them, has tapped it."""
    step = STEPS.get(scene.state.step)
    question = step.ask(scene) if step and step.ask else None
    if not isinstance(question, Buttons):
        return heard
    said, number = typed.plain(heard.text), None if step.free else typed.number(heard.text)
    for place, choice in enumerate(question.choices, 1):
        if said == typed.plain(choice.title) or place == number:
            return Tapped(choice.id, choice.title)
    return heard


def hear(scene: Scene, heard: Heard) -> Goes:
    """By the step that waits; where none does, as if the menu had been asked for."""
    if isinstance(heard, Came) and "news_wanted" in heard.facts:
        return stays(scene.say(_NEWS[heard.facts["news_wanted"]]))
    if goes := helping.beforehand(scene, heard):
        return goes
    step = STEPS.get(scene.state.step)
    return helping.instead(scene, heard, step.hear(scene, heard)) if step else _unasked(heard)


def whether_to_go_on(scene: Scene) -> Buttons:
    """The question after half an hour, or after a greeting in the middle of something."""
    choices = (Choice(tap(PAUSE, said), clip(scene.say(key), 20)) for said, key in (("yes", "go_on"), ("no", "drop")))
    return Buttons(scene.say("resume"), tuple(choices))


def _unasked(heard: Heard) -> Goes:
    """Nothing waits: `1` is the menu, the name or number of a service begins it."""
    if isinstance(heard, Said) and typed.number(heard.text) == 1:
        return Goes(to=MENU)
    return Goes(to=MENU, again=heard)


def _may_be_left(state: State) -> bool:
    """Whether an E-tag that is typed now is what it is wherever nothing waits for free words: one to be followed."""
    step = STEPS.get(state.step)
    if step is None or step.name == LANGUAGE:
        return step is None
    return not step.free and (not state.has_told or step.name.startswith((FOLLOWING, FIRST)))


def _is_etag(text: str) -> bool:
    """Twelve digits, right or mistyped."""
    return len(re.sub(r"\D", "", typed.plain(text))) == etag.DIGITS and not re.search(r"[^\W\d]", text)


def _commanded(scene: Scene, command: Command) -> tuple[State, Goes]:
    """What works at every step."""
    state = scene.state
    match command:
        case Command.HELP:
            return state, Goes(says=(scene.say_by_reach("help", site=scene.home),))
        case Command.LANGUAGE:
            return state, Goes(to=LANGUAGE)
        case Command.STOP | Command.UPDATES:
            return state, Goes(wants=Want("want_news", {"wanted": command is Command.UPDATES}))
        case Command.CANCEL:
            return state, over(scene.say("cancelled" if would_be_sent_in(state) else "nothing_to_cancel"))
        case Command.BACK if state.trail:
            return state.back(), Goes()
        case Command.CONTINUE if state.step not in {"", MENU}:
            return state, Goes()
        case Command.CONTINUE if state.left:
            return state.again(), Goes()
        case Command.GREETING if state.has_told:
            return replace(state, paused=True), Goes()
    return state.aside(), Goes(to=MENU, says=_leaving(scene, command))


def _leaving(scene: Scene, command: Command) -> tuple[str, ...]:
    greeted = (scene.greeting(scene.language),) if command is Command.GREETING else ()
    return (*greeted, scene.say("kept_aside")) if would_be_sent_in(scene.state) else greeted


def would_be_sent_in(state: State) -> bool:
    """Whether something was told that is nowhere yet; who only follows a complaint has told nothing."""
    return state.has_told and (not state.step.startswith(FOLLOWING) or bool(state.told.get("waiting")))


def _tapped(scene: Scene, heard: Tapped) -> tuple[State, Goes]:
    """A tap answers the question that it belongs to, also one that was asked before; an old list begins anew."""
    state, (name, said) = scene.state, read(heard.id)
    if state.done and said.endswith(f":{state.done}"):
        return state, stays(*state.receipt.get("says", ()))
    if name == PAUSE:  # tapped twice
        return state, Goes()
    if name == LANGUAGE and state.step != LANGUAGE:
        return state, Goes(to=LANGUAGE, again=heard)
    step = STEPS.get(name)
    if step and name == state.step:
        return state, step.hear(scene, heard)
    if step and name in state.trail:
        return state.back_to(name), Goes(again=heard)
    if step and step.begins:
        return state.aside(), Goes(to=name, again=heard)
    if name == "track.one" and (goes := tracking.tapped_again(said)):
        return state.aside(), goes
    return state, Goes(to=None if state.step else MENU, says=(scene.say("old_list"),))


def _unpaused(scene: Scene, heard: Heard) -> tuple[State, Goes]:
    """The answer to *go on?*; whatever else was sent is taken as an answer to the question before."""
    on = replace(scene.without("_held").state, paused=False)
    if _is(heard, "yes", typed.YES) or (isinstance(heard, Said) and typed.command(heard.text) is Command.CONTINUE):
        return on, Goes(again=_worth_hearing(holding.thaw(scene.told.get("_held"))))
    if _is(heard, "no", typed.NO):
        return on.over(), Goes(to=MENU)
    return decide(scene.with_state(on), heard)


def _worth_hearing(held: Heard | None) -> Heard | None:
    """What was sent before the pause, unless it only was to wake the chat up."""
    return None if isinstance(held, Said) and typed.command(held.text) else held


def _is(heard: Heard, said: str, words: frozenset[str]) -> bool:
    if isinstance(heard, Tapped):
        return read(heard.id) == (PAUSE, said)
    return isinstance(heard, Said) and typed.is_one_of(heard.text, words)
