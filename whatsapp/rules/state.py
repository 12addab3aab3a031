"""Where a conversation stands."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from whatsapp.rules.languages import Language

LONGEST_TRAIL = 30


@dataclass(frozen=True)
class State:
    """`step`: the question that waits, "" for none. `told`: what the present talk has heard so far, plain values.

    `trail`: the steps behind, for going back. `talk`: the client's key of what is being told (a UUID's text), drawn
    when a talk begins; `done` is that of the last one that was sent in, `receipt` what was answered then. `paused`: the
    question is whether to go on. `left`: a talk that was left for the menu. `puzzled`: the last thing that came was of
    no use, and that was said. `heard_at`: when the person last wrote.
    """

    step: str = ""
    language: Language | None = None
    told: Mapping = field(default_factory=dict)
    trail: tuple[str, ...] = ()
    talk: str = ""
    done: str = ""
    receipt: Mapping = field(default_factory=dict)
    paused: bool = False
    left: Mapping = field(default_factory=dict)
    puzzled: bool = False
    heard_at: datetime | None = None

    @property
    def has_told(self) -> bool:
        """Whether something would be lost if this were dropped."""
        return any(value not in ("", None, [], False) for name, value in self.told.items() if not name.startswith("_"))

    def at(self, step: str, told: Mapping) -> "State":
        """Gone on to a step, the one before kept on the trail."""
        trail = (*self.trail, self.step)[-LONGEST_TRAIL:] if self.step and self.step != step else self.trail
        return replace(self, step=step, told={**self.told, **told}, trail=trail, paused=False)

    def back(self) -> "State":
        """At the step before; at none where there is none."""
        if not self.trail:
            return self.over()
        return replace(self, step=self.trail[-1], trail=self.trail[:-1], paused=False)

    def back_to(self, step: str) -> "State":
        """At a step of the trail."""
        return replace(self, step=step, trail=self.trail[: self.trail.index(step)], paused=False)

    def over(self) -> "State":
        """No question waits, and nothing is kept of the talk."""
        return replace(self, step="", told={}, trail=(), talk="", paused=False)

    def aside(self) -> "State":
        """At no question; a talk in which something was told can be gone on with."""
        if not self.has_told:
            return self.over()
        kept = {"step": self.step, "told": dict(self.told), "trail": list(self.trail), "talk": self.talk}
        return replace(self.over(), left=kept)

    def again(self) -> "State":
        """Back in the talk that was left."""
        left = dict(self.left)
        return replace(self, **left | {"trail": tuple(left["trail"])}, left={}, paused=False)

    def kept(self) -> dict:
        """As JSON can carry it."""
        heard_at = self.heard_at.isoformat() if self.heard_at else None
        return asdict(self) | {"trail": list(self.trail), "heard_at": heard_at}

    @classmethod
    def read(cls, kept: Mapping) -> "State":
        """What `kept` gave; a field that an older release did not know has its default."""
        fields = {name: value for name, value in kept.items() if name in cls.__dataclass_fields__}
        if fields.get("language"):
            fields["language"] = Language(fields["language"])
        if fields.get("heard_at"):
            fields["heard_at"] = datetime.fromisoformat(fields["heard_at"])
        return cls(**fields | {"trail": tuple(fields.get("trail", ()))})
