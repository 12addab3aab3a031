"""A lookup that finds rows by blind index, also under earlier index keys (ledger.field_encryption.BlindIndex)."""

from django.db.models import BinaryField
from django.db.models.lookups import Exact, In

from ledger.field_encryption import BlindIndex, all_index_values


@BinaryField.register_lookup
class BlindIndexExact(Exact):
    """Compare with `=`, or with `IN` for a Mark while there are earlier keys."""

    def as_sql(self, compiler, connection):
        if isinstance(self.rhs, BlindIndex):
            return In(self.lhs, all_index_values(self.rhs)).as_sql(compiler, connection)
        return super().as_sql(compiler, connection)
