"""The style guide's rules for words: their examples are those of the interface."""

import polib
import pytest

from demo.styleguide_wording import WORDING
from tests.architecture.test_code import ROOT


def texts(language: str) -> list[str]:
    """Return every text of the interface in that language."""
    entries = polib.pofile(str(ROOT / "locale/ur/LC_MESSAGES/django.po"))
    if language == "en":
        return [text for entry in entries for text in (entry.msgid, entry.msgid_plural)]
    return [text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())]


EXAMPLES = [(language, pair) for language, rules in WORDING.items() for rule in rules for pair in rule.examples]


@pytest.mark.parametrize("language", WORDING)
def test_the_better_words_are_in_the_interface(language):
    shown = "\n".join(texts(language))
    assert [better for of, (_, better) in EXAMPLES if of == language and better not in shown] == []


@pytest.mark.parametrize("language", WORDING)
def test_the_worse_words_are_not(language):
    shown = set(texts(language))
    assert [worse for of, (worse, _) in EXAMPLES if of == language and worse in shown] == []
