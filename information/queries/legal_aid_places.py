"""Free legal aid, for its page."""

from django.db.models import F

from information.models import LegalAid


def all_legal_aid() -> list[LegalAid]:
    """Return all legal aid: that of the whole province first, then by district. One query."""
    rows = LegalAid.objects.select_related("district")
    return list(rows.order_by(F("district__name_en").asc(nulls_first=True), "order", "code"))
