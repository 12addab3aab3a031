"""Where people leave the chat: the counts of its questions as shares of a hundred.

Numbers of people below ten are never shown, and no exact number is. Shares and rounded numbers tell where people
leave. An exact number of complaints, compared with the board's, would tell officers how many are hidden from them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from whatsapp.rules.funnel.step_counts import BEGAN, DONE, MENU

FEWEST_SHOWN = 10


@dataclass(frozen=True)
class StepFigures:
    """The counts of a question, or of a whole dialog (`began`, `done`), over some days."""

    dialog: str
    step: str
    reached: int = 0
    answered: int = 0
    misunderstood: int = 0
    left: int = 0
    handed_over: int = 0

    @property
    def gone(self) -> int:
        """How many gave no answer to the question, in whatever way they went."""
        return max(0, self.reached - self.answered - self.handed_over)


@dataclass(frozen=True)
class FunnelStep:
    """A question. Each share is of a hundred; None stands for fewer than ten people.

    `reached`: of those who began the dialog. The others are of those who reached the question: `gone` gave no answer
    at all or left, `left` said so (0, cancel, a greeting), `misunderstood` counts messages, `handed_over` went to an
    operator.
    """

    step: str
    reached: int | None
    gone: int | None
    left: int | None
    misunderstood: int | None
    handed_over: int | None


@dataclass(frozen=True)
class DialogFunnel:
    """A dialog. `began`: how many began it, rounded; None for fewer than ten. `done`: of a hundred who began it.

    `worst`: the question at which most people were lost, "" if no question lost ten. `hidden`: questions that fewer
    than ten people reached.
    """

    dialog: str
    began: int | None
    done: int | None
    steps: tuple[FunnelStep, ...]
    worst: str
    hidden: int


def make_funnels(figures: Iterable[StepFigures]) -> list[DialogFunnel]:
    """Return a funnel for each dialog, the one that most people began first, the menu last."""
    by_dialog: dict[str, dict[str, StepFigures]] = {}
    for one in figures:
        by_dialog.setdefault(one.dialog, {})[one.step] = one
    order = sorted(by_dialog, key=lambda dialog: (dialog == MENU, -_number_who_began(by_dialog[dialog]), dialog))
    return [_make_funnel(dialog, by_dialog[dialog]) for dialog in order]


def _number_who_began(steps: dict[str, StepFigures]) -> int:
    """Return how many began the dialog. The menu is begun by those who reached its most frequent question."""
    if BEGAN in steps:
        return steps[BEGAN].reached
    return max((one.reached for name, one in steps.items() if name != DONE), default=0)


def _make_funnel(dialog: str, steps: dict[str, StepFigures]) -> DialogFunnel:
    began = _number_who_began(steps)
    questions = [one for name, one in steps.items() if name not in {BEGAN, DONE}]
    shown = sorted((one for one in questions if one.reached >= FEWEST_SHOWN), key=lambda one: (-one.reached, one.step))
    losses = {one.step: one.gone for one in shown}
    worst = max(losses, key=lambda step: losses[step], default="")
    return DialogFunnel(
        dialog=dialog,
        began=round_number(began),
        done=_share(steps[DONE].reached if DONE in steps else 0, began),
        steps=tuple(
            FunnelStep(
                step=one.step,
                reached=_share(min(one.reached, began), began),
                gone=_share(losses[one.step], one.reached),
                left=_share(one.left, one.reached),
                misunderstood=_share(one.misunderstood, one.reached),
                handed_over=_share(one.handed_over, one.reached),
            )
            for one in shown
        )
        if began >= FEWEST_SHOWN
        else (),
        worst=worst if losses.get(worst, 0) >= FEWEST_SHOWN and began >= FEWEST_SHOWN else "",
        hidden=len(questions) - len(shown),
    )


def _share(part: int, whole: int) -> int | None:
    """Return a share of a hundred; None if either number is below ten."""
    return round(100 * part / whole) if min(part, whole) >= FEWEST_SHOWN else None


def round_number(number: int) -> int | None:
    """Return a number to two digits (1,234 → 1,200; 47 → 50); None below ten."""
    if number < FEWEST_SHOWN:
        return None
    unit = 10 ** max(1, len(str(number)) - 2)
    return (number + unit // 2) // unit * unit
