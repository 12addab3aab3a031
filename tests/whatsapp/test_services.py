"""All services begin by number, by name in three languages (misspelt too), and by a tap."""

import pytest

from tests.whatsapp.paths import Walker
from tests.whatsapp.sample_directory import shipped
from whatsapp.rules.chat_inputs import Tap, TypedText
from whatsapp.rules.dialogs.service_starts import SERVICE_STARTS
from whatsapp.rules.languages import Language
from whatsapp.rules.tap_ids import make_tap_id

FIFTEEN = shipped().menu()
URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def begun(message, language: Language) -> tuple:
    """Return the step to which that message leads from the menu, and the reply."""
    walker = Walker("+923001112233")
    walker.hears(TypedText("Salam"))
    walker.hears(Tap(make_tap_id("language", language)))
    assert walker.state.step == "menu"
    turn = walker.hears(message)
    return turn.state.step, turn.state.trail, [type(reply).__name__ + str(reply) for reply in turn.replies]


def misspelt(name: str) -> str:
    """Return the word with two letters in its middle swapped."""
    middle = len(name) // 2
    return name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]


def test_there_are_fifteen_and_each_begins_somewhere():
    assert [service.order for service in FIFTEEN] == list(range(1, 16))
    assert {service.code for service in FIFTEEN} == set(SERVICE_STARTS)


@pytest.mark.mostly_slow(keep=15)
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("service", FIFTEEN, ids=lambda service: service.code)
def test_a_service_begins_however_it_is_asked_for(service, language):
    by_tap = begun(Tap(make_tap_id("menu", service.code)), language)
    number = str(service.order)
    names = [service.names["en"], service.names["ur"], service.names["roman"]]
    for typed in (number, number.translate(URDU_DIGITS), f"({number})", *names, *map(misspelt, names)):
        assert begun(TypedText(typed), language) == by_tap, typed
    assert by_tap[2]
