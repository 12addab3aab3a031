"""The first so many complaints of a way, looked at one by one: which of them answer to filters, in one statement.

The way stands where the table would, ordered and cut. So PostgreSQL can put no filter before the order: it goes along
the index, asks each complaint that it comes to, and stops at a full page or after so many, however few it believes
that there are.
"""

from django.db.models import Func, IntegerField, OrderBy, QuerySet, Window
from django.db.models.functions import RowNumber
from django.db.models.lookups import Exact
from django.db.models.sql.datastructures import BaseTable

from complaints.models import Complaint

TABLE = Complaint._meta.db_table


class Nth(Func):
    """Which one of its way a complaint is."""

    template, output_field = f'"{TABLE}"."nth"', IntegerField()


class Way(BaseTable):
    """In a query's FROM: complaints that another query chooses, under the name of their table."""

    def __init__(self, complaints: QuerySet):
        super().__init__(TABLE, TABLE)
        self.complaints = complaints

    def as_sql(self, compiler, connection) -> tuple[str, tuple]:
        sql, parameters = self.complaints.query.get_compiler(connection=connection).as_sql()
        return f'({sql}) "{TABLE}"', parameters


def sifted(way: QuerySet, sieve: QuerySet, *, order: tuple[OrderBy, ...], most: int) -> QuerySet:
    """Due date, id and number (`nth`) of those of a way's first `most` that the sieve lets through, in order; and, with
    the number `most + 1`, of the one that comes next on the way.

    Whoever has no right to a complaint must not have it on their way: the sieve is asked of no other.
    """
    looked_at = way.order_by(*order).annotate(nth=Window(RowNumber(), order_by=order))[: most + 1]
    found = sieve | Complaint.objects.for_system().filter(Exact(Nth(), most + 1))
    found.query.alias_map[found.query.get_initial_alias()] = Way(looked_at)
    return found.order_by(*order).values("due_at", "id", nth=Nth())
