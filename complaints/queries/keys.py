"""What the keys of a complaint are held against."""

from complaints import crypto
from complaints.models import Complainant, Event


def mark_of_the_word(complaint_id: int) -> str | None:
    """A mark of the complaint's secret word as it is now: empty without one, None without a complaint. One query.

    A visit keeps it, so that a visit which was opened by the telephone alone ends when a word is set or changed.
    """
    kept = Complainant.objects.filter(complaint=complaint_id).values_list("secret_hash", flat=True).first()
    return None if kept is None else crypto.blind_index("visit", kept).hex()


def asking(event_id: int) -> Event | None:
    """An event that a link asks about, with its complaint, complainant and officer. One query."""
    related = "complaint__complainant", "posting__officer", "posting__office"
    return Event.objects.select_related(*related).filter(pk=event_id).first()
