"""The disciplinary review: its stages, who may move it, and what a decision needs (domain.md, *Review*)."""

from reviews.rules.stages import Stage

__all__ = ["Stage"]
