"""A pytest plugin (`-p tests.backwards`): rows that nobody asked an order of come the other way round.

PostgreSQL gives them mostly as they were written, until a page has room again or a plan changes: what takes that for
an order fails one day, for somebody else. `make test-deep` has this.
"""

import pytest
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.constants import MULTI


@pytest.fixture(autouse=True, scope="session")
def backwards():
    """For the whole session; what runs in other processes answers as ever."""
    ask = SQLCompiler.execute_sql

    def execute_sql(self, result_type=MULTI, **options):
        found = ask(self, result_type, **options)
        if result_type != MULTI or found is None or _has_an_order(self.query):
            return found
        return (list(batch)[::-1] for batch in found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "execute_sql", execute_sql)
        yield


def _has_an_order(query) -> bool:
    by_default = query.default_ordering and query.group_by is None and query.model and query.get_meta().ordering
    said = query.order_by or query.extra_order_by or query.distinct_fields or by_default
    return bool(said or query.is_sliced or query.combinator)
