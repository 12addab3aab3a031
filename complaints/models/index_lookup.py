"""Rows are found by a blind index, and by what it was under an index key before (ledger.crypto.Mark)."""

from django.db.models import BinaryField
from django.db.models.lookups import Exact, In

from ledger.crypto import Mark, all_marks


@BinaryField.register_lookup
class SameMark(Exact):
    """`=`, or `IN` while there are older keys."""

    def as_sql(self, compiler, connection):
        if isinstance(self.rhs, Mark):
            return In(self.lhs, all_marks(self.rhs)).as_sql(compiler, connection)
        return super().as_sql(compiler, connection)
