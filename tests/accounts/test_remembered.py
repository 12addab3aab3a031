"""What hardly ever changes is asked for once a minute, and only that."""

from accounts.models import Office
from accounts.queries import remembered as kept
from accounts.queries.remembered import remembered
from monitoring.queries.levels import Within


def test_a_name_is_old_for_a_minute_at_most(world, settings, monkeypatch, django_assert_num_queries):
    settings.REMEMBER_SECONDS = 60
    now, reach = [6_000_000.0], Within("punjab/", world.usman.actor.office_kind)
    monkeypatch.setattr(kept, "monotonic", lambda: now[0])
    with django_assert_num_queries(1):
        first = remembered(reach)
        assert remembered(reach) is first
    Office.objects.filter(pk=first[0].pk).update(name_en="Renamed")
    now[0] += 59
    assert remembered(reach)[0].name_en != "Renamed"
    now[0] += 1
    assert remembered(reach)[0].name_en == "Renamed"


def test_nought_seconds_are_never(world, settings, django_assert_num_queries):
    settings.REMEMBER_SECONDS = 0
    with django_assert_num_queries(2):
        assert remembered(Within("punjab/", world.usman.actor.office_kind)) == remembered(
            Within("punjab/", world.usman.actor.office_kind)
        )
