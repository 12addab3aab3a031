"""The countries of `web.countries` as choices, first those where most Pakistanis abroad live."""

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.models.choice_labels import localized_name
from web import countries
from web.text_cleaning import urdu_sort_key

_lazy_name = lazy(localized_name, str)


def _country_choices(*, common: bool) -> list[tuple[str, str]]:
    return [
        (country.code, _lazy_name(country.name_en, country.name_ur))
        for country in countries.COUNTRIES
        if country.is_common is common
    ]


def country_choices_by_group() -> list[tuple]:
    """Return the choices in two groups. The second group is in alphabetical order of the reader's language."""
    other_countries = sorted(_country_choices(common=False), key=lambda choice: urdu_sort_key(str(choice[1])))
    return [
        (_("Where most Pakistanis abroad live"), _country_choices(common=True)),
        (_("All other countries"), other_countries),
    ]
