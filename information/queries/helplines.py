"""Helplines that pages show."""

from itertools import groupby
from operator import attrgetter

from information.models import Helpline
from information.models.choices import GROUPS

OFFLINE_NUMBERS = ("15", "1122", "1043", "1121", "1787")
"""Numbers of the offline page, for people without an Internet connection."""


def helplines_by_group() -> list[tuple[str, list[Helpline]]]:
    """Return every number to call with the label of its group. One query."""
    labels, order = dict(GROUPS), [group for group, _ in GROUPS]
    lines = sorted(Helpline.objects.advertised(), key=lambda line: (order.index(line.group), line.order))
    return [(labels[group], list(of_group)) for group, of_group in groupby(lines, key=attrgetter("group"))]


OVERSEAS_NUMBER = "+9242111672672"
"""The only number in the list for callers from abroad."""


def overseas_helpline() -> Helpline | None:
    """Return the number for Pakistanis abroad. One query."""
    return Helpline.objects.advertised().filter(number=OVERSEAS_NUMBER).first()


def offline_helplines() -> list[Helpline]:
    """Return the numbers of the offline page, in the order of OFFLINE_NUMBERS. One query."""
    return sorted(
        Helpline.objects.advertised().filter(number__in=OFFLINE_NUMBERS),
        key=lambda line: OFFLINE_NUMBERS.index(line.number),
    )


def police_on_whatsapp() -> Helpline | None:
    """Return the police's own WhatsApp number, if it is known. One query."""
    return Helpline.objects.on_whatsapp().first()
