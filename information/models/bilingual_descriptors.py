"""Descriptors for texts that are stored in one column per language and read in the active language.

The chat's third language, Roman Urdu, is read by information.rules.text_languages.
"""

from accounts.models.choice_labels import localized_name
from information.rules.text_languages import split_items


class Bilingual:
    """`name = Bilingual()` returns `name_en` or `name_ur`, and English if the Urdu text is missing."""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, row, owner=None):
        return self if row is None else localized_name(getattr(row, f"{self.name}_en"), getattr(row, f"{self.name}_ur"))


class BilingualList(Bilingual):
    """A list of items that is stored as one text per language."""

    def __get__(self, row, owner=None):
        text = super().__get__(row, owner)
        return text if row is None else split_items(text)
