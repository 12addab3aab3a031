"""The Urdu catalogue: complete, not fuzzy, and with every placeholder of the English texts."""

import re

import polib
import pytest

from tests.architecture.strings import of_code, of_templates
from tests.architecture.test_code import ROOT

CATALOGUES = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def placeholders(text: str) -> list[str]:
    """Return the placeholders of a message, in a fixed order."""
    return sorted(PLACEHOLDER.findall(text))


def words(entry: polib.POEntry) -> list[str]:
    """Return every translation of an entry: its plural forms, or the only one."""
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parent.parent.name)
def entries(request):
    """Return the entries of one catalogue that are in use."""
    return [entry for entry in polib.pofile(str(request.param)) if not entry.obsolete]


def test_every_message_is_translated(entries):
    assert [entry.msgid for entry in entries if not all(words(entry))] == []


def test_no_translation_is_a_guess(entries):
    assert [entry.msgid for entry in entries if entry.fuzzy] == []


def test_placeholders_are_those_of_the_original(entries):
    wrong = [
        (entry.msgid, said)
        for entry in entries
        for said in words(entry)
        if said and placeholders(said) not in (placeholders(entry.msgid), placeholders(entry.msgid_plural))
    ]
    assert wrong == []


def test_every_string_of_code_and_templates_is_in_the_catalogue(entries):
    """`make messages` updates the catalogue; this test needs none of gettext's tools."""
    known = {(entry.msgctxt, entry.msgid) for entry in entries}
    used = {message for message in (*of_code(), *of_templates()) if message[1]}
    assert len(used) > 700
    assert used - known == set()
