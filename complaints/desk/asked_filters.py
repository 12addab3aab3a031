"""The filters as a page of the queue has them: read from its address, and made no sooner than they are needed."""

from functools import cached_property

from django.forms import Form
from django.http import QueryDict

from accounts.actors import Actor
from complaints.desk.filters import Choices, QueueFilter
from complaints.queries import narrowing


class AskedFilters:
    """The filters of an address. The set of them is made only where one is asked for, or where they are first drawn:
    most who look at a queue, and every page that asks again by itself, narrow nothing."""

    def __init__(self, data: QueryDict, *, actor: Actor):
        self.data, self._actor = data, actor
        self.is_asked = any(data.get(name) for name in QueueFilter.base_filters)

    @cached_property
    def _choices(self) -> Choices:
        return Choices.of(self._actor, [self.data.get("office", "")])

    @cached_property
    def set(self) -> QueueFilter:
        return QueueFilter(self.data, actor=self._actor, choices=self._choices)

    @property
    def narrowing(self) -> dict:
        return self.set.narrowing if self.is_asked else {"status": narrowing.OPEN}

    @property
    def form(self) -> Form:
        return self.set.form

    @property
    def errors(self) -> dict:
        return self.set.errors if self.is_asked else {}

    @property
    def is_set(self) -> bool:
        return self.is_asked and self.set.is_set

    @property
    def applied(self) -> list[tuple[str, str]]:
        return self.set.applied if self.is_asked else []

    @property
    def query(self) -> str:
        return self.set.query if self.is_asked else ""

    @property
    def what_is_drawn(self) -> tuple:
        """All that the fields show: their choices, and what is chosen. Two forms that agree in it are drawn alike."""
        chosen = [(name, self.data.get(name, "")) for name in QueueFilter.base_filters]
        return self._choices.categories, self._choices.codes, chosen
