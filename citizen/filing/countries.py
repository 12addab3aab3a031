"""The countries of `web.countries` as choices: first where most Pakistanis abroad live, then all others."""

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.models.choices import in_language
from web import countries
from web.text import alphabetical

_name = lazy(in_language, str)


def _choices(*, common: bool) -> list[tuple[str, str]]:
    return [
        (country.code, _name(country.name_en, country.name_ur))
        for country in countries.COUNTRIES
        if country.is_common is common
    ]


def choices() -> list[tuple]:
    """Return the grouped choices; the second group in the order of the reader's alphabet."""
    others = sorted(_choices(common=False), key=lambda choice: alphabetical(str(choice[1])))
    return [(_("Where most Pakistanis abroad live"), _choices(common=True)), (_("All other countries"), others)]
