"""A manager that gives no rows until it is told on whose behalf they are asked for."""

from django.db import models


class Unscoped(RuntimeError):
    """Rows were asked for without saying on whose behalf: `visible_to`, `for_service` or `for_system` first."""


class ScopedManager(models.Manager):
    """Offers the scopes of its queryset class and nothing else, so that a view that forgets the scope fails closed.

    Everything that Django's manager offers (`all`, `filter`, `count`, `create`, …) begins with `get_queryset`, which
    raises Unscoped. Not refused, and the reviewer's to see: rows reached from a row in hand (`event.complaint`), joins
    that begin at another model (`Event.objects.select_related("complaint")`), `_base_manager`, SQL of one's own.
    """

    queryset_class = models.QuerySet

    def get_queryset(self):
        raise Unscoped(f"{self.model.__name__}.objects: say on whose behalf first, as with visible_to(actor).")

    def for_service(self):
        """For a service that has been handed a complaint to act on and checks the capacity itself."""
        return self.queryset_class(self.model, using=self._db)

    def for_system(self):
        """For jobs and commands that work on all of them."""
        return self.queryset_class(self.model, using=self._db)
