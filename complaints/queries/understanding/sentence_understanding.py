"""Understanding of a sentence with the phrases and stations of the database. Two statements a sentence."""

from accounts.models import Office
from complaints.models import UnderstandingPhrase
from complaints.understanding.phrases import PhraseIndex, WeightedPhrase, index_phrases
from complaints.understanding.places import Place, PlaceIndex, index_places
from complaints.understanding.proposals import Understanding
from complaints.understanding.sentence import understand

DISTRICT_DEPTH = 2
"""Where a station's path holds the code of its district: below the CPO and the region."""


def understand_sentence(sentence: str) -> Understanding:
    """Return what a citizen's sentence seems to say. Stations are proposed by their codes."""
    return understand(sentence, places=station_index(), phrases=phrase_index())


def phrase_index(*, without: UnderstandingPhrase | None = None, plus: tuple[WeightedPhrase, ...] = ()) -> PhraseIndex:
    """Return the phrases in use; without one of them and with others, for what an edited phrase would change."""
    rows = UnderstandingPhrase.objects.filter(is_active=True)
    if without and without.pk:
        rows = rows.exclude(pk=without.pk)
    return index_phrases([*(WeightedPhrase(*row) for row in rows.values_list("phrase", "label", "weight")), *plus])


def station_index() -> PlaceIndex:
    """Return the stations with their districts."""
    stations = Office.objects.stations().values_list("code", "name_en", "name_ur", "name_roman", "path")
    return index_places(
        Place(code, (name_en, name_ur, name_roman), path.split("/")[DISTRICT_DEPTH])
        for code, name_en, name_ur, name_roman, path in stations
    )
