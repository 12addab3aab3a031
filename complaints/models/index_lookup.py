"""A lookup that finds rows by blind index, also under earlier index keys (ledger.crypto.Mark)."""

from django.db.models import BinaryField
from django.db.models.lookups import Exact, In

from ledger.crypto import Mark, all_marks


@BinaryField.register_lookup
class SameMark(Exact):
    """Compare with `=`, or with `IN` for a Mark while there are earlier keys."""

    def as_sql(self, compiler, connection):
        if isinstance(self.rhs, Mark):
            return In(self.lhs, all_marks(self.rhs)).as_sql(compiler, connection)
        return super().as_sql(compiler, connection)
