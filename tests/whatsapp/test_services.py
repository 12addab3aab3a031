"""All fifteen services begin by their number, by their name in three languages, misspelt too, and by a tap."""

import pytest

from tests.whatsapp.known import shipped
from tests.whatsapp.paths import Walker
from whatsapp.rules.heard import Said, Tapped
from whatsapp.rules.languages import Language
from whatsapp.rules.talks.services import BEGIN
from whatsapp.rules.taps import tap

FIFTEEN = shipped().menu()
URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def begun(message, language: Language) -> tuple:
    """Where that message leads to from the menu, and what is answered."""
    walker = Walker("+923001112233")
    walker.hears(Said("Salam"))
    walker.hears(Tapped(tap("language", language)))
    assert walker.state.step == "menu"
    turn = walker.hears(message)
    return turn.state.step, turn.state.trail, [type(reply).__name__ + str(reply) for reply in turn.replies]


def misspelt(name: str) -> str:
    """Two neighbours in the middle of it changed places."""
    middle = len(name) // 2
    return name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]


def test_there_are_fifteen_and_each_begins_somewhere():
    assert [service.order for service in FIFTEEN] == list(range(1, 16))
    assert {service.code for service in FIFTEEN} == set(BEGIN)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("service", FIFTEEN, ids=lambda service: service.code)
def test_a_service_begins_however_it_is_asked_for(service, language):
    by_tap = begun(Tapped(tap("menu", service.code)), language)
    number = str(service.order)
    names = [service.names["en"], service.names["ur"], service.names["roman"]]
    for typed in (number, number.translate(URDU_DIGITS), f"({number})", *names, *map(misspelt, names)):
        assert begun(Said(typed), language) == by_tap, typed
    assert by_tap[2]
