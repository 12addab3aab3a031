"""A text that is kept in columns and read in the active language; of a chat's third language: rules.languages."""

from accounts.models.choices import in_language
from information.rules.languages import items


class Bilingual:
    """`name = Bilingual()` reads `name_en` or `name_ur`; English where the Urdu is missing."""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, row, owner=None):
        return self if row is None else in_language(getattr(row, f"{self.name}_en"), getattr(row, f"{self.name}_ur"))


class BilingualList(Bilingual):
    """The same for a list of items, kept as one text."""

    def __get__(self, row, owner=None):
        text = super().__get__(row, owner)
        return text if row is None else items(text)
