"""Categories and their first policies, from rows of `complaints/data/categories.csv`."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models.staff_act import StaffActKind
from accounts.rules.former_names import former
from accounts.rules.ranks import Rank
from accounts.services.staff_acts import note
from complaints.models import Category, FormerCategoryName, Policy
from complaints.rules.categories import REPLACED

WORDING = ("name_en", "name_ur", "name_roman", "help_en", "help_ur", "search_words", "is_active", "order")
"""What an administrator edits alone. Not the group: it decides by which rules a complaint may be closed."""

SINCE = datetime(2022, 1, 1, tzinfo=UTC)
"""The first version is in force from the start, so that history which is loaded later finds a promise."""

NEEDED = "id", "code", "about_police", "confidential"
OFFERED = """
    SELECT policy.*, category.code AS category_code, category.about_police AS category_about_police,
        category.confidential AS category_confidential
    FROM complaints_policy AS policy JOIN complaints_category AS category ON category.id = policy.category_id
    WHERE category.code = %(code)s AND category.is_active
        AND policy.valid_from <= %(at)s AND (policy.valid_until IS NULL OR policy.valid_until > %(at)s)"""
"""As PolicyQuerySet.in_force says; put together once, because every filing asks."""


@transaction.atomic
def load_categories(rows: Iterable[dict], *, at: datetime) -> tuple[int, int]:
    """Make or rename categories; give each that has none its first policy. Returns (categories, new policies).

    What an administrator has edited stays as they left it. A category that was replaced is offered no more; complaints
    keep it.
    A policy that exists is left alone: limits change by a new version, never in place.
    """
    number = policies = 0
    for number, row in enumerate(rows, start=1):
        category = _category(row, number, at=at)
        if not category.policies.exists():
            _policy(category, row).save()
            policies += 1
    Category.objects.filter(code__in=REPLACED).update(is_active=False)
    return number, policies


def load_words(rows: Iterable[dict]) -> None:
    """Give categories what the rows have of their names, explanations and words by which they are found."""
    for row in rows:
        words = {name: row[name] for name in WORDING if name in row}
        Category.objects.filter(code=row["code"], edited_at=None).update(**words)


def offered(code: str, *, at: datetime) -> Policy:
    """The policy that a complaint of this category is promised at a moment. Raises Category.DoesNotExist.

    With as much of its category as registration needs; the rest is read when it is asked for.
    """
    found = list(Policy.objects.raw(OFFERED, {"code": code, "at": at}))
    if not found:
        raise Category.DoesNotExist(code)
    (policy,) = found
    policy.category = Category.from_db(policy._state.db, NEEDED, [getattr(policy, f"category_{n}") for n in NEEDED])
    return policy


def _category(row: dict, order: int, *, at: datetime) -> Category:
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
        was = _names(category)
        for name, value in values.items():
            setattr(category, name, value)
        category.save(update_fields=values)
        _keep_former_name(category, was, at=at)
    return category


def _policy(category: Category, row: dict) -> Policy:
    """Conduct and confidential ones go to DSP, ASP or an acting SDPO (domain.md, *mark*); others to an SI at least."""
    sensitive = category.about_police or category.confidential
    return Policy(
        category=category,
        version=1,
        valid_from=SINCE,
        contact_hours=_hours(row["contact_hours"]),
        report_hours=_hours(row["report_hours"]),
        rank_floor=Rank.DSP if sensitive else Rank.SI,
        urgent_act=row["urgent_act"],
        urgent_hours=_hours(row["urgent_hours"]),
        contact_certainty=row["contact_certainty"],
        certainty=row["certainty"],
        source=row["source"],
    )


def _hours(text: str) -> int | None:
    return int(text) if text else None


@transaction.atomic
def reword(category: Category, *, by: Actor | None, at: datetime, correction: bool = False) -> Category:
    """Keep the words that an administrator has edited and that have been checked; the auditors hear which changed.

    `correction`: another name was a mistake, so histories show the correct one for the past too.
    """
    was = Category.objects.select_for_update().get(pk=category.pk)
    changed = [name for name in WORDING if getattr(was, name) != getattr(category, name)]
    category.edited_at = at
    category.save(update_fields=[*WORDING, "edited_at"])
    _keep_former_name(category, _names(was), at=at, correction=correction)
    if changed:
        words = f"{category.code}: {', '.join(changed)}"
        if correction and _names(was) != _names(category):
            words = f"{words}; correction: {was.name_en} → {category.name_en}, {was.name_ur} → {category.name_ur}"
        note(StaffActKind.CATEGORY, officer=None, by=by, at=at, words=words, tell_auditors=True)
    return category


def _names(category: Category) -> dict[str, str]:
    return {name: getattr(category, name) for name in FormerCategoryName.NAMES}


def _keep_former_name(category: Category, was: dict, *, at: datetime, correction: bool = False) -> None:
    if names := former(was, _names(category), correction=correction):
        FormerCategoryName.objects.create(category=category, until=at, **names)
