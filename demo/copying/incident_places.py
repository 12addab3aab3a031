"""Positions of invented incidents: some spots near each police station, so that the incident maps show squares."""

from functools import cached_property
from random import Random

from accounts.models import Office
from accounts.rules.gps_positions import GpsPosition
from monitoring.rules.incident_grid import Square, square_of

SHARE_WITH_POSITION = 0.9
SPOTS = (Square(0, 0), Square(2, -1))
"""The squares around a station where its incidents happen, from the station's own one. The first has most."""
SPOT_WEIGHTS = (3, 1)
SPREAD = 0.0015  # degrees from the middle of a square, which stays inside it
ACCURACY = (8, 60)  # metres


class IncidentPlaces:
    """Chooses positions, with a random sequence of its own. Without a station whose position is known, none."""

    def __init__(self, seed: int):
        self.random = Random(f"{seed}:positions")  # noqa: S311 (a demo)

    @cached_property
    def stations(self) -> dict[int, tuple[float, float]]:
        """The position of each station, by the office's id."""
        stations = Office.objects.stations().filter(latitude__isnull=False)
        return {
            pk: (latitude, longitude) for pk, latitude, longitude in stations.values_list("pk", "latitude", "longitude")
        }

    def choose_position(self, place: int) -> str:
        """Return a position as it is stored, or "". `place`: the id of the office of the incident place."""
        if place not in self.stations or self.random.random() >= SHARE_WITH_POSITION:
            return ""
        own, spot = square_of(*self.stations[place]), self.random.choices(SPOTS, weights=SPOT_WEIGHTS)[0]
        latitude, longitude = Square(own.row + spot.row, own.column + spot.column).centre
        metres = self.random.randint(*ACCURACY)
        return str(GpsPosition(latitude + self._jitter(), longitude + self._jitter(), metres))

    def _jitter(self) -> float:
        return self.random.uniform(-SPREAD, SPREAD)
