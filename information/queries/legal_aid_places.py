"""Free legal aid, for pages and documents."""

from django.db.models import F, Q

from information.models import LegalAid


def legal_aid_of_district(district_id: int | None) -> list[LegalAid]:
    """Return the legal aid of a district first, then that of the whole province. One query.

    `district_id`: None if the district is unknown; then only that of the whole province is returned.
    """
    rows = LegalAid.objects.filter(Q(district=None) | Q(district=district_id))
    return list(rows.order_by(F("district").asc(nulls_last=True), "order", "code"))


def all_legal_aid() -> list[LegalAid]:
    """Return all legal aid: that of the whole province first, then by district. One query."""
    rows = LegalAid.objects.select_related("district")
    return list(rows.order_by(F("district__name_en").asc(nulls_first=True), "order", "code"))
