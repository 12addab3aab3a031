"""What one turn adds to the counts of the chat's questions: which was answered, which was reached, who left where.

The counts follow from the state before and after the turn, so that no dialog has to count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from complaints.rules.special_categories import MISSING_CHILD
from whatsapp.rules.chat_inputs import Input, TypedText
from whatsapp.rules.chat_state import State
from whatsapp.rules.conversation import DROPPED_AFTER
from whatsapp.rules.dialogs import STEPS
from whatsapp.rules.dialogs.end_acts import END_STEP
from whatsapp.rules.missed_answers import is_filing_step
from whatsapp.rules.typed_text import Command, parse_command

MENU, LANGUAGE, COMPLAINT, MISSING = "menu", "language", "complaint", "missing_child"
FILED_DIALOGS = frozenset({COMPLAINT, MISSING})
"""Dialogs that are finished only if something was sent in. The others are finished when they end."""

BEGAN, DONE = "began", "done"
"""The names under which whole dialogs are counted, beside their questions."""

HAND_OVER = "hand_over"
"""The effect by which an operator gets the chat."""

_MENU_STEPS = frozenset({"", MENU, LANGUAGE, END_STEP})
"""Where nobody is in the middle of something. END_STEP offers what to do after a service."""
_LEAVING = frozenset({Command.MENU, Command.CANCEL, Command.GREETING})


class StepOutcome(StrEnum):
    """What happened at a question. The value is the column of `StepCount`.

    `answered`: the person went on from it, also to an earlier question.
    """

    REACHED = "reached"
    ANSWERED = "answered"
    MISUNDERSTOOD = "misunderstood"
    LEFT = "left"
    HANDED_OVER = "handed_over"


@dataclass(frozen=True, order=True)
class StepTally:
    """One to be added to a count."""

    dialog: str
    step: str
    language: str
    outcome: StepOutcome


def dialog_of_step(step: str, category: str = "") -> str:
    """Return the dialog to which a question belongs. `category`: of the complaint that is being filed."""
    if step in _MENU_STEPS:
        return MENU
    if is_filing_step(step) or step == COMPLAINT:
        return MISSING if step.startswith("child.") or category == MISSING_CHILD else COMPLAINT
    return step.partition(".")[0]


def count_turn(
    before: State, after: State, message: Input, *, at: datetime, handed_over: bool = False
) -> list[StepTally]:
    """Return what one turn adds. `handed_over`: an operator has the chat now."""
    language = after.language or before.language or ""
    return sorted(
        StepTally(dialog, step, str(language), outcome)
        for dialog, step, outcome in _count(before, after, message, at=at, handed_over=handed_over)
    )


def _count(before: State, after: State, message: Input, **more) -> Iterator[tuple[str, str, StepOutcome]]:
    waited, asked = _dialog_of_state(before), _dialog_of_state(after)
    outcome = _outcome_of_question(before, after, message, **more)
    if outcome and before.step in STEPS:
        yield waited, before.step, outcome
    if _is_finished(before, after, outcome):
        yield waited, DONE, StepOutcome.REACHED
    if after.step in STEPS and _is_asked_anew(before, after):
        yield asked, after.step, StepOutcome.REACHED
        if _begins_dialog(before, after):
            yield asked, BEGAN, StepOutcome.REACHED


def _dialog_of_state(state: State) -> str:
    return dialog_of_step(state.step, state.answers.get("category", ""))


def _outcome_of_question(
    before: State, after: State, message: Input, *, at: datetime, handed_over: bool
) -> StepOutcome | None:
    """Return what became of the question that waited; None if it still waits and was not misunderstood."""
    if handed_over:
        return StepOutcome.HANDED_OVER
    if before.step not in _MENU_STEPS and before.heard_at and at - before.heard_at >= DROPPED_AFTER:
        return StepOutcome.LEFT
    if not _is_asked_anew(before, after) and after.step == before.step:
        return StepOutcome.MISUNDERSTOOD if _misses(after) > _misses(before) else None
    return StepOutcome.LEFT if _was_left(before, after, message) else StepOutcome.ANSWERED


def _was_left(before: State, after: State, message: Input) -> bool:
    """Return whether the person gave up the dialog instead of going on with it."""
    if before.step in _MENU_STEPS:
        return False
    command = parse_command(message.text) if isinstance(message, TypedText) else None
    if command in _LEAVING or (command is Command.BACK and after.step in _MENU_STEPS):
        return True
    was_interrupted = bool(after.interrupted) and after.interrupted != before.interrupted
    if was_interrupted or (before.paused and after.step == MENU):
        return True
    if before.step in after.trail or after.step in before.trail:
        return False
    if after.step in _MENU_STEPS:
        return _dialog_of_state(before) in FILED_DIALOGS and not _was_sent_in(before, after)
    return _dialog_of_state(before) != _dialog_of_state(after)


def _is_finished(before: State, after: State, outcome: StepOutcome | None) -> bool:
    dialog = _dialog_of_state(before)
    if dialog == MENU:
        return False
    if dialog in FILED_DIALOGS:
        return _was_sent_in(before, after)
    goes_on = _dialog_of_state(after) == dialog or after.step == LANGUAGE
    return _was_sent_in(before, after) or (outcome is StepOutcome.ANSWERED and not goes_on)


def _begins_dialog(before: State, after: State) -> bool:
    """Return whether the question is the first of a dialog that was not resumed."""
    dialog = _dialog_of_state(after)
    if dialog == MENU or (before.interrupted and not after.interrupted):
        return False
    if before.dialog_key == after.dialog_key:
        category = before.answers.get("category", "")
        return dialog not in {dialog_of_step(step, category) for step in (*before.trail, before.step)}
    return True


def _is_asked_anew(before: State, after: State) -> bool:
    return after.step != before.step or after.dialog_key != before.dialog_key


def _was_sent_in(before: State, after: State) -> bool:
    return after.submitted_key != before.submitted_key


def _misses(state: State) -> int:
    misses = state.answers.get("_misses", 0)
    return misses if isinstance(misses, int) else len(misses)
