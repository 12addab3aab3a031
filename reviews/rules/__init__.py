"""The rules of the disciplinary review: its stages, its moves and who may make them, and what a decision requires.

Source: docs/rules.md, *Review*.
"""

from reviews.rules.review_stages import Stage

__all__ = ["Stage"]
