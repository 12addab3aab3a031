"""A text column that is sealed at rest."""

from django.db import models

from ledger import crypto


class SealedTextField(models.TextField):
    """Plain words in Python, sealed in the database. It can't be searched: use a blind index beside it."""

    @property
    def purpose(self) -> str:
        """What is bound to each value: it opens in no other column."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def from_db_value(self, value, expression, connection):
        return crypto.unseal(value, self.purpose) if value else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return crypto.seal(value, self.purpose) if value else value
