"""A pytest plugin (`-p tests.shuffled`): rows that nobody asked an order of come in any.

PostgreSQL gives them mostly as they were written, until a page has room again or a plan changes: what takes that for
an order fails one day, for somebody else. `make test-deep` has this; SHUFFLED=7 for another order.
"""

import os
from random import Random

import pytest
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.constants import MULTI

CHANCE = Random(int(os.environ.get("SHUFFLED", "1")))


@pytest.fixture(autouse=True, scope="session")
def in_any_order():
    """For the whole session; what runs in other processes answers as ever."""
    ask = SQLCompiler.execute_sql

    def execute_sql(self, result_type=MULTI, **options):
        found = ask(self, result_type, **options)
        return _shuffled(found) if result_type == MULTI and found is not None and _is_in_no_order(self.query) else found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "execute_sql", execute_sql)
        yield


def _is_in_no_order(query) -> bool:
    by_default = query.default_ordering and query.group_by is None and query.model and query.get_meta().ordering
    said = query.order_by or query.extra_order_by or query.distinct_fields or by_default
    return not (said or query.is_sliced or query.combinator)


def _shuffled(batches):
    for rows in batches:
        rows = list(rows)
        CHANCE.shuffle(rows)
        yield rows
