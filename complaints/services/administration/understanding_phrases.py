"""Load the phrases by which sentences are understood, and save those that administrators edit."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import log_staff_act
from complaints.models import UnderstandingPhrase
from complaints.understanding.phrases import WeightedPhrase


def load_phrases(phrases: Iterable[WeightedPhrase]) -> None:
    """Add the committed phrases, and update those that no administrator has edited."""
    for phrase in phrases:
        values = {"phrase": phrase.phrase, "label": phrase.label}
        stored, is_new = UnderstandingPhrase.objects.get_or_create(**values, defaults={"weight": phrase.weight})
        if not is_new and stored.edited_at is None and stored.weight != phrase.weight:
            UnderstandingPhrase.objects.filter(pk=stored.pk).update(weight=phrase.weight)


@transaction.atomic
def save_phrase(phrase: UnderstandingPhrase, *, by: Actor | None, at: datetime) -> UnderstandingPhrase:
    """Save a validated phrase and write it into the admin log."""
    phrase.edited_at = at
    phrase.save()
    words = f"{phrase.phrase} → {phrase.label}: {phrase.weight:g}{'' if phrase.is_active else ' (not in use)'}"
    log_staff_act(StaffActKind.CATEGORY, officer=None, by=by, at=at, words=words, tell_auditors=True)
    return phrase
