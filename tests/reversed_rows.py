"""A pytest plugin (`-p tests.reversed_rows`) that reverses the rows of every query without an order.

PostgreSQL usually returns such rows in the order in which they were written, until a page has free space or a plan
changes. Code that relies on it fails later, on another machine. `make test-deep` loads this plugin.
"""

import pytest
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.constants import MULTI


@pytest.fixture(autouse=True, scope="session")
def reversed_rows():
    """Reverse rows for the whole session. Other processes are not affected."""
    original = SQLCompiler.execute_sql

    def execute_sql(self, result_type=MULTI, **options):
        batches = original(self, result_type, **options)
        if result_type != MULTI or batches is None or _is_ordered(self.query):
            return batches
        return (list(batch)[::-1] for batch in batches)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "execute_sql", execute_sql)
        yield


def _is_ordered(query) -> bool:
    by_default = query.default_ordering and query.group_by is None and query.model and query.get_meta().ordering
    explicit = query.order_by or query.extra_order_by or query.distinct_fields or by_default
    return bool(explicit or query.is_sliced or query.combinator)
