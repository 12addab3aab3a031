"""A replaced category is no longer offered; its complaints do not change."""

import pytest
from django.utils.timezone import now

from complaints.models import Category, FormerCategoryName
from complaints.rules.special_categories import REPLACED_CODES, categories_replacing
from complaints.services.administration.category_texts_and_policies import current_policy_of, import_categories
from tests.world import clock

OLD = "child_missing_abused"
ROW = {
    "group": "harassment", "code": OLD, "name_en": "Missing or abused child",
    "name_ur": "گمشدہ یا زیادتی کا شکار بچہ", "about_police": "no", "confidential": "yes", "contact_hours": "1",
    "report_hours": "8", "urgent_act": "ZARRA told", "urgent_hours": "2", "contact_certainty": "assumed",
    "certainty": "assumed", "source": "Zainab Alert Act 2020",
}  # fmt: skip


def old_category() -> Category:
    """A category as an older release loaded it, still offered."""
    import_categories([ROW], at=now())
    Category.objects.filter(code=OLD).update(is_active=True)
    return Category.objects.get(code=OLD)


def test_loading_the_list_again_offers_the_old_category_no_more(world):
    old_category()
    import_categories([], at=now())
    assert not Category.objects.get(code=OLD).is_active
    with pytest.raises(Category.DoesNotExist):
        current_policy_of(OLD, at=clock("09:00"))


def test_a_complaint_in_the_old_category_stays_confidential_and_grave(world):
    old_category()
    complaint = world.complaint(OLD, "08:00", station="gulberg")
    import_categories([], at=now())
    complaint.refresh_from_db()
    assert (complaint.category.code, complaint.confidential) == (OLD, True)


def test_every_code_that_took_its_place_ships(world):
    codes = set(Category.objects.filter(is_active=True).values_list("code", flat=True))
    assert {code for codes_of in REPLACED_CODES.values() for code in codes_of} <= codes
    assert categories_replacing("theft") == ()


def test_a_missing_child_is_urgent_and_not_confidential_and_an_abused_child_is_confidential(world):
    missing, abused = (world.complaint(code, "08:00") for code in ("missing_child", "child_abuse"))
    assert (missing.confidential, missing.identity_is_protected, missing.policy.is_urgent) == (False, False, True)
    assert (abused.confidential, abused.identity_is_protected) == (True, True)


@pytest.mark.django_db
def test_a_shipped_list_with_another_name_renames_the_category():
    for name in ("Missing or abused child", "Missing child", "Missing child"):
        import_categories([ROW | {"name_en": name}], at=now())
    kept = FormerCategoryName.objects.filter(category__code=OLD).values_list("name_en", flat=True)
    assert list(kept) == ["Missing or abused child"]
