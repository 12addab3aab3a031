"""The colours of the tokens are readable, in the light theme and in the dark one (WCAG 2.2, AA)."""

import re

import pytest
from django.conf import settings

TOKENS = (settings.BASE_DIR / "static/portal/tokens.css").read_text()
PAIRS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS)
}
# Pairs of text colour and background.
TEXT = [
    *(("ink", ground) for ground in ("paper", "surface", "sunk", "blue-wash", "late-wash", "soon-wash", "good-wash")),
    *(("ink-soft", ground) for ground in ("paper", "surface", "sunk", "blue-wash")),
    *(("blue", ground) for ground in ("paper", "surface", "sunk", "blue-wash")),
    *(("late", ground) for ground in ("paper", "surface", "late-wash")),
    *(("soon", ground) for ground in ("surface", "soon-wash")),
    *(("good", ground) for ground in ("surface", "good-wash")),
    ("blue-deep", "surface"),
    ("on-blue", "blue"),
    ("on-blue", "blue-deep"),
    ("on-late", "late"),
]
# Borders of fields, and the keyboard's focus ring.
EDGES = [(edge, ground) for edge in ("line-strong", "focus") for ground in ("paper", "surface")]


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", 0 to 1, as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_is_readable(ink, ground, theme):
    assert contrast(PAIRS[ink][theme], PAIRS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_are_visible(edge, ground, theme):
    assert contrast(PAIRS[edge][theme], PAIRS[ground][theme]) >= 3


def test_black_on_white_is_21_and_grey_on_grey_is_1():
    assert round(contrast("#000000", "#ffffff"), 1) == 21
    assert contrast("#777777", "#777777") == 1


def test_every_kind_of_button_has_its_colours_from_the_tokens():
    """Bootstrap's own colours are not readable in the dark theme."""
    templates = "".join(file.read_text() for file in settings.BASE_DIR.glob("templates/**/*.html"))
    styles = (settings.BASE_DIR / "static/portal/forms.css").read_text()
    kinds = set(
        re.findall(r"\bbtn-(?:outline-)?(?:primary|secondary|success|danger|warning|info|light|dark)\b", templates)
    )
    assert "btn-danger" in kinds
    assert {kind for kind in kinds if not re.search(rf"\.{kind}[ ,]", styles)} == set()
