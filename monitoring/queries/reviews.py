"""The list of open reviews."""

from django.db.models import Count, F, Min, OuterRef, QuerySet, Subquery

from accounts.actors import Actor
from monitoring.models import Flag, Review


def open_reviews(actor: Actor) -> QuerySet:
    """The open reviews that this posting may see, the longest overdue first: who, where, how many flags, since when."""
    latest = Flag.objects.filter(review=OuterRef("pk")).order_by("-breach__due_at", "-pk")
    return (
        Review.objects.visible_to(actor)
        .open()
        .annotate(
            flagged=Count("flags"),
            oldest_due_at=Min("flags__breach__due_at"),
            office_en=Subquery(latest.values("breach__office__name_en")[:1]),
            office_ur=Subquery(latest.values("breach__office__name_ur")[:1]),
        )
        .select_related("officer")
        .order_by(F("oldest_due_at").asc(nulls_last=True), "pk")
    )
