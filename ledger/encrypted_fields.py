"""A model field for encrypted text."""

from django.db import models

from ledger import field_encryption


class SealedTextField(models.TextField):
    """A text that is plain in Python and encrypted in the database. To search it, add a column with a blind index."""

    @property
    def purpose(self) -> str:
        """The column's name. It is bound to each value, which can be decrypted in no other column."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def from_db_value(self, value, expression, connection):
        return field_encryption.decrypt_text(value, self.purpose) if value else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return field_encryption.encrypt_text(value, self.purpose) if value else value
