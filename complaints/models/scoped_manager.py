"""A manager that returns no rows before a scope is named."""

from django.db import models


class Unscoped(RuntimeError):
    """Rows were requested without a scope: call `visible_to(actor)` or `unscoped(reason)` first."""


class ScopedManager(models.Manager):
    """Offers the scopes of its queryset class and nothing else, so that a view that forgets the scope fails closed.

    Everything that Django's manager offers (`all`, `filter`, `count`, `create`, …) begins with `get_queryset`, which
    raises Unscoped. Not refused, and the reviewer's to see: rows reached from a row in hand (`event.complaint`), joins
    that begin at another model (`Event.objects.select_related("complaint")`), `_base_manager`, SQL of one's own.
    """

    queryset_class = models.QuerySet

    def get_queryset(self):
        raise Unscoped(f"{self.model.__name__}.objects: call visible_to(actor) or unscoped(reason) first.")

    def unscoped(self, reason: str):
        """Return every row. `reason`: why no scope is needed here, for the reviewer; it is not kept."""
        return self.queryset_class(self.model, using=self._db)
