"""A queryset that refuses to touch the database until it is said on whose behalf."""

from django.db import models


class Unscoped(RuntimeError):
    """Complaints were asked for without saying on whose behalf: `visible_to`, `for_service` or `for_system` first."""


class ScopedQuerySet(models.QuerySet):
    """Every way of being evaluated passes one of these methods, so that a view that forgets the scope fails closed.

    What only goes through them (`get`, `first`, `len`, `values`, `in_bulk`, slices, …) needs no method of its own. Of
    `Exists` and `Subquery` Django hands on the inner query without asking; those are the reviewer's to see.
    """

    _scoped = False

    def _clone(self):
        clone = super()._clone()
        clone._scoped = self._scoped
        return clone

    def _say_scope(self):
        clone = self._chain()
        clone._scoped = True
        return clone

    def _require_scope(self):
        if not self._scoped:
            raise Unscoped(f"{self.model.__name__}.objects: say on whose behalf first, as with visible_to(actor).")

    def _fetch_all(self):
        self._require_scope()
        super()._fetch_all()

    def iterator(self, *args, **kwargs):
        self._require_scope()
        return super().iterator(*args, **kwargs)

    def aiterator(self, *args, **kwargs):
        self._require_scope()
        return super().aiterator(*args, **kwargs)

    def count(self):
        self._require_scope()
        return super().count()

    def exists(self):
        self._require_scope()
        return super().exists()

    def aggregate(self, *args, **kwargs):
        self._require_scope()
        return super().aggregate(*args, **kwargs)

    def explain(self, *args, **kwargs):
        self._require_scope()
        return super().explain(*args, **kwargs)

    def update(self, **kwargs):
        self._require_scope()
        return super().update(**kwargs)

    update.alters_data = True

    def delete(self):
        self._require_scope()
        return super().delete()

    delete.alters_data = True

    def resolve_expression(self, *args, **kwargs):
        """As a subquery of another query (`complaint__in=…`)."""
        self._require_scope()
        return super().resolve_expression(*args, **kwargs)

    def _combinator_query(self, combinator, *other_qs, **kwargs):
        """Of a union, every part must have said its scope."""
        for queryset in (self, *other_qs):
            queryset._require_scope()
        return super()._combinator_query(combinator, *other_qs, **kwargs)

    def __or__(self, other):
        """Of an `or`, both sides must have said their scope; an `and` only narrows."""
        self._require_scope()
        other._require_scope()
        return super().__or__(other)

    def __xor__(self, other):
        self._require_scope()
        other._require_scope()
        return super().__xor__(other)
