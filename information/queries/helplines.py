"""The numbers that pages offer."""

from itertools import groupby
from operator import attrgetter

from information.models import Helpline
from information.models.choices import GROUPS

FIRST = ("15", "1122", "1043", "1121", "1787")
"""The numbers of the offline page: what somebody without a line needs most."""


def by_group() -> list[tuple[str, list[Helpline]]]:
    """Every number that may be called, under the words for its group. One query."""
    words, order = dict(GROUPS), [group for group, _ in GROUPS]
    lines = sorted(Helpline.objects.advertised(), key=lambda line: (order.index(line.group), line.order))
    return [(words[group], list(of_group)) for group, of_group in groupby(lines, key=attrgetter("group"))]


OVERSEAS = "+9242111672672"
"""The one number of the list that is meant for callers from abroad."""


def for_overseas() -> Helpline | None:
    """The number for Pakistanis abroad. One query."""
    return Helpline.objects.advertised().filter(number=OVERSEAS).first()


def first() -> list[Helpline]:
    """The few of the offline page, in the order of FIRST. One query."""
    return sorted(Helpline.objects.advertised().filter(number__in=FIRST), key=lambda line: FIRST.index(line.number))


def police_on_whatsapp() -> Helpline | None:
    """The police's own WhatsApp number, as far as it is known. One query."""
    return Helpline.objects.on_whatsapp().first()
