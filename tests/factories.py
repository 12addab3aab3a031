"""Rows that tests need many of, or with one thing different. People with names of their own are in `tests.world`."""

from datetime import UTC, datetime

import factory
import pgtrigger
from django.db import transaction
from django.db.models import QuerySet
from factory.django import DjangoModelFactory

from accounts.models import Officer, Posting
from accounts.rules.roles import Role
from complaints.models import Exclusion, Naming

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
PASSWORD = "a long and unusual password"


class OfficerFactory(DjangoModelFactory):
    """An officer who may sign in with `PASSWORD`; the address follows the name."""

    class Meta:
        model = Officer
        skip_postgeneration_save = True

    name_en = factory.Sequence(lambda number: f"Officer{number}")
    email = factory.LazyAttribute(lambda officer: f"{officer.name_en.lower()}@police.example")
    language = "en"
    password = factory.django.Password(PASSWORD)


class PostingFactory(DjangoModelFactory):
    """A posting held since long ago. Give it an `office`."""

    class Meta:
        model = Posting

    officer = factory.SubFactory(OfficerFactory)
    role = Role.INQUIRY_OFFICER
    is_head = False
    starts_at = LONG_AGO


def create_naming(*, complaint, officer, **columns) -> Naming:
    """Name an officer without a service: the naming, and the exclusion that follows from it."""
    naming = Naming.objects.create(complaint=complaint, officer=officer, **columns)
    Exclusion.objects.create(
        complaint=complaint,
        officer=officer,
        ground=Exclusion.Ground.NAME,
        naming=naming,
        since=naming.named_at,
        ended_at=naming.taken_back_at,
    )
    return naming


def rewrite_rows(rows: QuerySet, **columns) -> None:
    """Change columns that the portal never changes, for a test that needs rows unlike those of the cast."""
    with pgtrigger.ignore(), transaction.atomic():
        rows.update(**columns)
