"""`pgtrigger.ignore`, which lets code of the portal bypass its own triggers: refused by rights, or found.

If a trigger protects every row, the portal's role has no right to change any (operations.database.protected_tables).
If a column may be cleared, or a row follows its history, the role has the right and only the trigger refuses;
verify_history then finds the change.
"""

from contextlib import suppress

import pgtrigger
import pytest
from django.apps import apps
from django.db import ProgrammingError, transaction

from complaints.models import ChainHead, Complaint, Words
from operations.database import protected_tables
from reviews.models import Flag, Review, ReviewWords
from tests.complaints.verifying import found
from tests.monitoring.reviews.lives import called, hired, late_complaint
from tests.world import clock

CHANGES = {
    "words": (Words, {"text": "Nothing was said."}, "its words were changed"),
    "a chain's head": (ChainHead, {"mac": b"1" * 32}, "its head says"),
    "a complaint": (Complaint, {"objected_at": clock("13:00")}, "dates the objection otherwise"),
    "a review": (Review, {"called_at": clock("13:00")}, "its row says called_at"),
    "a flag that was called": (Flag, {"share": 0.5}, "has another share"),
}


@pytest.fixture
def late(world):
    hired(world, "noor", "region_lahore")
    late_complaint(world)
    called(world)
    return world


def test_no_trigger_that_is_passed_opens_a_table_that_is_only_added_to(late):
    opened = []
    for table, rights in protected_tables.find_protected_tables():
        rows = apps.get_model(*table.split("_", 1))._base_manager.all()
        column = rows.model._meta.pk.attname
        for right, change in {
            "UPDATE": lambda rows=rows, column=column: rows.update(**{column: None}),
            "DELETE": lambda rows=rows: rows._raw_delete(rows.db),
        }.items():
            if right not in rights:
                continue
            with pgtrigger.ignore(), suppress(ProgrammingError), transaction.atomic():
                change()
                opened.append((table, right))
    assert opened == []
    assert ReviewWords._meta.db_table in dict(protected_tables.find_protected_tables())


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("what", CHANGES)
def test_what_the_bypass_lets_through_is_found(late, what):
    assert found() == []
    model, change, said = CHANGES[what]
    with pgtrigger.ignore():
        assert model._base_manager.update(**change)
    assert any(said in one for one in found())
