"""A queryset that refuses to touch the database until it is said on whose behalf."""

from django.db import models
from django.db.models import sql


class Unscoped(RuntimeError):
    """Complaints were asked for without saying on whose behalf: `visible_to`, `for_service` or `for_system` first."""


def refusal(model: type[models.Model]) -> Unscoped:
    return Unscoped(f"{model.__name__}.objects: say on whose behalf first, as with visible_to(actor).")


class UnscopedQuery(sql.Query):
    """Becomes no SQL, wherever it stands: of `Exists` and `Subquery` Django takes the query out of its queryset and
    never asks that again. Once the scope is said, it is Django's own."""

    def get_compiler(self, *args, **kwargs):
        raise refusal(self.model)


class ScopedQuerySet(models.QuerySet):
    """Every way of being evaluated passes one of these methods, so that a view that forgets the scope fails closed.

    What only goes through them (`get`, `first`, `len`, `values`, `in_bulk`, slices, …) needs no method of its own.
    Not refused, and the reviewer's to see: rows reached from a row in hand (`event.complaint`), joins that begin at
    another model (`Event.objects.select_related("complaint")`), `_base_manager`, SQL of one's own.
    """

    _scoped = False

    def __init__(self, model=None, query=None, using=None, hints=None):
        super().__init__(model, query or UnscopedQuery(model), using, hints)

    def _clone(self):
        clone = super()._clone()
        clone._scoped = self._scoped
        return clone

    def _say_scope(self):
        clone = self._chain()
        clone.query = self.query.chain(sql.Query)
        clone._scoped = True
        return clone

    def _require_scope(self):
        if not self._scoped:
            raise refusal(self.model)

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

    def raw(self, *args, **kwargs):
        self._require_scope()
        return super().raw(*args, **kwargs)

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
