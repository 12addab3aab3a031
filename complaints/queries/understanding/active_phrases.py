"""The phrases that administrators edit, as an index for the understanding of sentences."""

from complaints.models import UnderstandingPhrase
from complaints.understanding.phrases import PhraseIndex, WeightedPhrase, index_phrases


def phrase_index(*, without: UnderstandingPhrase | None = None, plus: tuple[WeightedPhrase, ...] = ()) -> PhraseIndex:
    """Return the phrases in use; without one of them and with others, for what an edited phrase would change."""
    rows = UnderstandingPhrase.objects.filter(is_active=True)
    if without and without.pk:
        rows = rows.exclude(pk=without.pk)
    return index_phrases([*(WeightedPhrase(*row) for row in rows.values_list("phrase", "label", "weight")), *plus])
