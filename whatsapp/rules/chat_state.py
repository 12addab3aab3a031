"""The state of one chat: the question that waits for an answer, and the answers so far."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from whatsapp.rules.languages import Language

LONGEST_TRAIL = 30
READING_STEPS = frozenset({"notice"})
"""Steps at which the person has only read something: what is kept there is ours."""

MOST_INTERRUPTED = 3
"""Dialogs that are kept at the same time. An older one is dropped."""

TEXT_ANSWERS = frozenset({"texts", "concerns", "landmark", "written", "_told", "_misses", "_held", "_first", "_answer"})
"""Answers that are messages of the person."""

STORED_NAMES = {"answers": "told", "dialog_key": "talk", "submitted_key": "done", "interrupted": "left"}
"""Fields whose name in the stored state differs from their name here."""


@dataclass(frozen=True)
class State:
    """The state between two messages. Every value can be stored as JSON.

    `step`: the name of the question that waits, "" for none. `answers`: the answers of the current dialog.
    `trail`: the earlier steps, so that the person can go back. `dialog_key`: the client's key of the current dialog (a
    UUID as text), drawn when it begins. `submitted_key`: the key of the last dialog that was sent in, and `receipt`
    its reply. `paused`: the chat has asked whether to continue. `interrupted`: a dialog that was left for the menu and
    can be resumed. `puzzled`: the last message could not be used, and the person knows. `stopped`: the person has sent
    STOP, which START takes back. `heard_at`: the time of the person's last message.
    """

    step: str = ""
    language: Language | None = None
    answers: Mapping = field(default_factory=dict)
    trail: tuple[str, ...] = ()
    dialog_key: str = ""
    submitted_key: str = ""
    receipt: Mapping = field(default_factory=dict)
    paused: bool = False
    interrupted: Mapping = field(default_factory=dict)
    puzzled: bool = False
    stopped: bool = False
    heard_at: datetime | None = None

    @property
    def has_answers(self) -> bool:
        """Whether the person would lose an answer if this state were dropped."""
        return self.step not in READING_STEPS and any(
            value not in ("", None, [], False) for name, value in self.answers.items() if not name.startswith("_")
        )

    def advance(self, step: str, answers: Mapping) -> "State":
        """Return the state at the next step, with the current one on the trail."""
        trail = (*self.trail, self.step)[-LONGEST_TRAIL:] if self.step and self.step != step else self.trail
        return replace(self, step=step, answers={**self.answers, **answers}, trail=trail, paused=False)

    def back(self) -> "State":
        """Return the state at the previous step; without a question if there is none."""
        if not self.trail:
            return self.end_dialog()
        return replace(self, step=self.trail[-1], trail=self.trail[:-1], paused=False)

    def back_to(self, step: str) -> "State":
        """Return the state at a step of the trail."""
        return replace(self, step=step, trail=self.trail[: self.trail.index(step)], paused=False)

    def end_dialog(self) -> "State":
        """Return the state without a question and without answers."""
        return replace(self, step="", answers={}, trail=(), dialog_key="", paused=False)

    def interrupt(self) -> "State":
        """Return the state without a question. A dialog with answers is kept so that it can be resumed.

        One that was interrupted before it is kept too, up to MOST_INTERRUPTED.
        """
        if not self.has_answers:
            return self.end_dialog()
        stored_dialog = {
            "step": self.step,
            "told": dict(self.answers),
            "trail": list(self.trail),
            "talk": self.dialog_key,
            "before": _without_oldest(self.interrupted),
        }
        return replace(self.end_dialog(), interrupted=stored_dialog)

    def resume(self) -> "State":
        """Return the state of the dialog that was interrupted last."""
        fields = _without_stored_names(self.interrupted)
        before = fields.pop("before", {})
        return replace(self, **fields | {"trail": tuple(fields["trail"])}, interrupted=before, paused=False)

    def without_texts(self) -> "State":
        """Return the state without the messages that it keeps, those of interrupted dialogs included."""
        return replace(
            self, answers=_without_texts(self.answers), interrupted=_interrupted_without_texts(self.interrupted)
        )

    def to_json(self) -> dict:
        """Return the state as plain values for JSON, under the stored names."""
        heard_at = self.heard_at.isoformat() if self.heard_at else None
        fields = asdict(self) | {"trail": list(self.trail), "heard_at": heard_at}
        return {STORED_NAMES.get(name, name): value for name, value in fields.items()}

    @classmethod
    def from_json(cls, stored: Mapping) -> "State":
        """Return the state that `to_json` gave. A field that an older release did not store gets its default."""
        fields = _without_stored_names(stored)
        fields = {name: value for name, value in fields.items() if name in cls.__dataclass_fields__}
        if fields.get("language"):
            fields["language"] = Language(fields["language"])
        if fields.get("heard_at"):
            fields["heard_at"] = datetime.fromisoformat(fields["heard_at"])
        return cls(**fields | {"trail": tuple(fields.get("trail", ()))})


def _without_texts(answers: Mapping) -> dict:
    return {name: value for name, value in answers.items() if name not in TEXT_ANSWERS}


def _interrupted_without_texts(interrupted: Mapping) -> dict:
    if not interrupted:
        return {}
    before = _interrupted_without_texts(interrupted.get("before") or {})
    return {**interrupted, "told": _without_texts(interrupted["told"]), "before": before}


def _without_oldest(interrupted: Mapping) -> dict:
    """Return an interrupted dialog with those before it, without the oldest ones that are too many."""
    kept, left = [], dict(interrupted)
    while left and len(kept) < MOST_INTERRUPTED - 1:
        kept.append({name: value for name, value in left.items() if name != "before"})
        left = dict(left.get("before") or {})
    chain: dict = {}
    for dialog in reversed(kept):
        chain = {**dialog, "before": chain}
    return chain


def _without_stored_names(stored: Mapping) -> dict:
    names = {stored_name: name for name, stored_name in STORED_NAMES.items()}
    return {names.get(name, name): value for name, value in stored.items()}
