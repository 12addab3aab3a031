"""A manager that returns no rows until a scope is named."""

from django.db import models


class Unscoped(RuntimeError):
    """Rows were requested without a scope: call `visible_to(actor)` or `unscoped(reason)` first."""


class ScopedManager(models.Manager):
    """A manager that offers only the scopes of its queryset class, so that a view without a scope fails closed.

    All methods of Django's manager (`all`, `filter`, `count`, `create`, …) begin with `get_queryset`, which raises
    Unscoped. The manager cannot prevent access through a loaded row (`event.complaint`), joins that begin at another
    model (`Event.objects.select_related("complaint")`), `_base_manager` and raw SQL. Reviewers have to notice those.
    """

    queryset_class = models.QuerySet

    def get_queryset(self):
        raise Unscoped(f"{self.model.__name__}.objects: call visible_to(actor) or unscoped(reason) first.")

    def unscoped(self, reason: str):
        """Return every row. `reason`: why no scope is needed here. It is for reviewers and is not stored."""
        return self.queryset_class(self.model, using=self._db)
