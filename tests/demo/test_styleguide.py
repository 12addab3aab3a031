"""The style guide shows all of its samples, so that a component that changed its context is noticed."""

from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from html import unescape

import pytest
from django.template.loader import render_to_string

from demo.styleguide import panel_context
from demo.styleguide_samples import SAMPLES

HIDDEN = {"tone", "url", "contact"}
"""What is not read in the page; the queue's column *Contact* is one to choose."""


def words_of(sample) -> Iterator[str]:
    if is_dataclass(sample):
        sample = asdict(sample)
    if isinstance(sample, str):
        yield sample
    elif isinstance(sample, dict):
        yield from (words for name, value in sample.items() if name not in HIDDEN for words in words_of(value))
    elif isinstance(sample, (list, tuple)):
        yield from (words for value in sample for words in words_of(value))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_sample_is_shown(language):
    context = panel_context(language, "light")
    page = " ".join(unescape(render_to_string("components/styleguide_panel.html", context)).split())
    assert [words for words in words_of(SAMPLES[language]) if words not in page] == []
