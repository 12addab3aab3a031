"""Load categories and their first policies from `complaints/data/categories.csv`, and change their texts."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models.staff_act import StaffActKind
from accounts.rules.name_preservation import names_to_keep
from accounts.rules.ranks import Rank
from accounts.services.admin_log import log_staff_act
from complaints.models import Category, FormerCategoryName, Policy
from complaints.rules.special_categories import REPLACED_CODES

TEXT_FIELDS = ("name_en", "name_ur", "name_roman", "help_en", "help_ur", "search_words", "is_active", "order")
"""The fields that one administrator may edit without approval. The group decides how complaints can be closed, so it is
not one of them."""

FIRST_POLICIES_VALID_FROM = datetime(2022, 1, 1, tzinfo=UTC)
"""The first policies are valid from this date, so that older complaints which are loaded later have a policy."""

CATEGORY_COLUMNS = "id", "code", "about_police", "confidential"
CURRENT_POLICY_SQL = """
    SELECT policy.*, category.code AS category_code, category.about_police AS category_about_police,
        category.confidential AS category_confidential
    FROM complaints_policy AS policy JOIN complaints_category AS category ON category.id = policy.category_id
    WHERE category.code = %(code)s AND category.is_active
        AND policy.valid_from <= %(at)s AND (policy.valid_until IS NULL OR policy.valid_until > %(at)s)"""
"""The same condition as PolicyQuerySet.in_force. It is plain SQL because every registration runs it."""


@transaction.atomic
def import_categories(rows: Iterable[dict], *, at: datetime) -> tuple[int, int]:
    """Create or update categories, and their first policies. Return the number of categories and of new policies.

    Texts that an administrator has edited do not change. A replaced category is no longer offered, but its complaints
    keep it. Existing policies do not change, because new limits are always a new version.
    """
    number = policies = 0
    for number, row in enumerate(rows, start=1):
        category = _save_category(row, number, at=at)
        if not category.policies.exists():
            _build_first_policy(category, row).save()
            policies += 1
    Category.objects.filter(code__in=REPLACED_CODES).update(is_active=False)
    return number, policies


def load_category_texts(rows: Iterable[dict]) -> None:
    """Set the names, explanations and search words of categories that no administrator has edited."""
    for row in rows:
        texts = {name: row[name] for name in TEXT_FIELDS if name in row}
        Category.objects.filter(code=row["code"], edited_at=None).update(**texts)


def current_policy_of(code: str, *, at: datetime) -> Policy:
    """Return the policy for a complaint of this category that is registered at this time.

    The policy's category has only the fields that the registration needs; others are loaded on access. Raises
    Category.DoesNotExist if no active category has this code.
    """
    policies = list(Policy.objects.raw(CURRENT_POLICY_SQL, {"code": code, "at": at}))
    if not policies:
        raise Category.DoesNotExist(code)
    (policy,) = policies
    values = [getattr(policy, f"category_{name}") for name in CATEGORY_COLUMNS]
    policy.category = Category.from_db(policy._state.db, CATEGORY_COLUMNS, values)
    return policy


def _save_category(row: dict, order: int, *, at: datetime) -> Category:
    """Create or update the category of a row, unless an administrator has edited it."""
    values = {
        "group": row["group"],
        "name_en": row["name_en"],
        "name_ur": row["name_ur"],
        "about_police": row["about_police"] == "yes",
        "confidential": row["confidential"] == "yes",
        "order": order,
    }
    category = Category.objects.select_for_update().filter(code=row["code"]).first()
    if category is None:
        return Category.objects.create(code=row["code"], **values)
    if category.edited_at is None:
        old_names = _names_of(category)
        for name, value in values.items():
            setattr(category, name, value)
        category.save(update_fields=values)
        _store_former_name(category, old_names, at=at)
    return category


def _build_first_policy(category: Category, row: dict) -> Policy:
    """Return the first policy of a category, not saved.

    Conduct and confidential complaints go to a DSP, an ASP or an acting SDPO, others at least to an SI (docs/rules.md,
    *Marking*).
    """
    sensitive = category.about_police or category.confidential
    return Policy(
        category=category,
        version=1,
        valid_from=FIRST_POLICIES_VALID_FROM,
        contact_hours=_parse_hours(row["contact_hours"]),
        report_hours=_parse_hours(row["report_hours"]),
        rank_floor=Rank.DSP if sensitive else Rank.SI,
        urgent_act=row["urgent_act"],
        urgent_hours=_parse_hours(row["urgent_hours"]),
        contact_certainty=row["contact_certainty"],
        certainty=row["certainty"],
        source=row["source"],
    )


def _parse_hours(text: str) -> int | None:
    return int(text) if text else None


@transaction.atomic
def save_category_texts(category: Category, *, by: Actor | None, at: datetime, correction: bool = False) -> Category:
    """Save the validated texts that an administrator has edited, and note for the auditors which ones changed.

    `correction`: the old name was a mistake, so histories show the new name for the past, too.
    """
    old = Category.objects.select_for_update().get(pk=category.pk)
    changed = [name for name in TEXT_FIELDS if getattr(old, name) != getattr(category, name)]
    category.edited_at = at
    category.save(update_fields=[*TEXT_FIELDS, "edited_at"])
    _store_former_name(category, _names_of(old), at=at, correction=correction)
    if changed:
        words = f"{category.code}: {', '.join(changed)}"
        if correction and _names_of(old) != _names_of(category):
            words = f"{words}; correction: {old.name_en} → {category.name_en}, {old.name_ur} → {category.name_ur}"
        log_staff_act(StaffActKind.CATEGORY, officer=None, by=by, at=at, words=words, tell_auditors=True)
    return category


def _names_of(category: Category) -> dict[str, str]:
    return {name: getattr(category, name) for name in FormerCategoryName.NAMES}


def _store_former_name(category: Category, old_names: dict, *, at: datetime, correction: bool = False) -> None:
    if names := names_to_keep(old_names, _names_of(category), correction=correction):
        FormerCategoryName.objects.create(category=category, until=at, **names)
