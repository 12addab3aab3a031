"""The counts of the chat's questions over some days."""

from datetime import date

from django.db.models import Sum

from whatsapp.models import StepCount
from whatsapp.rules.funnel.funnel_shares import StepFigures
from whatsapp.rules.funnel.step_counts import StepOutcome


def load_funnel_figures(*, first: date, last: date, language: str = "") -> list[StepFigures]:
    """Return the sums of the days from `first` to `last`; `language`: "" for all languages. One statement."""
    counts = StepCount.objects.filter(day__range=(first, last))
    if language:
        counts = counts.filter(language=language)
    sums = {outcome.value: Sum(outcome.value) for outcome in StepOutcome}
    return [StepFigures(**row) for row in counts.values("dialog", "step").annotate(**sums).order_by("dialog", "step")]
