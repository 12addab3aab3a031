"""Patterns over a year, by officer (wherever they were posted) or by office."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, FloatField, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Cast, Sqrt

from accounts.actors import Actor
from accounts.models import Office, Officer, Posting
from reviews.models import MonthOfOfficer
from reviews.rules.patterns import FEWEST, Pattern, Share, Z
from reviews.rules.periods import month_back

MONTHS = 12
SIZE = 50
OFFICER, OFFICE = "officer", "office"


@dataclass(frozen=True)
class PatternRow:
    """An officer or an office, and each pattern's share over the months."""

    of: Officer | Office
    shares: dict[Pattern, Share]


def patterns(actor: Actor, *, by: str, today: date, page: int = 1) -> tuple[list[PatternRow], bool]:
    """Those of whom there is enough to say, the surest habit of passing limits first; and whether there are more.

    `by`: OFFICER or OFFICE. Nobody sees their own row, and nobody that of a head of their own office. Three statements.
    """
    rows = _of_the_year(actor, today=today)
    ranked = _ranked(rows.filter(pattern=Pattern.BREACHED), by)
    chosen = list(ranked.values_list(by, flat=True)[(page - 1) * SIZE : page * SIZE + 1])
    shown = chosen[:SIZE]
    sums = rows.filter(**{f"{by}__in": shown}).values_list(by, "pattern").annotate(Sum("number"), Sum("of"))
    shares: dict[int, dict[Pattern, Share]] = {pk: {} for pk in shown}
    for pk, pattern, number, of in sums:
        shares[pk][Pattern(pattern)] = Share(number, of)
    named = (Officer if by == OFFICER else Office).objects.in_bulk(shown)
    return [PatternRow(named[pk], shares[pk]) for pk in shown], len(chosen) > SIZE


def patterns_at(actor: Actor, office: Office, *, today: date) -> list[PatternRow]:
    """The same of each officer at one office alone, without those of whom nothing can be said. Two statements."""
    rows = _of_the_year(actor, today=today).filter(office=office)
    shares: dict[int, dict[Pattern, Share]] = {}
    for pk, pattern, number, of in rows.values_list("officer", "pattern").annotate(Sum("number"), Sum("of")):
        shares.setdefault(pk, {})[Pattern(pattern)] = Share(number, of)
    said = {pk: told for pk, told in shares.items() if any(share.is_said for share in told.values())}
    named = Officer.objects.in_bulk(said)
    return [PatternRow(named[pk], said[pk]) for pk in sorted(said, key=lambda pk: _surely(said[pk]), reverse=True)]


def _surely(told: dict[Pattern, Share]) -> float:
    """How surely they pass limits: the lower end of that share."""
    return told.get(Pattern.BREACHED, Share(0, 0)).interval[0]


def _of_the_year(actor: Actor, *, today: date) -> QuerySet[MonthOfOfficer]:
    beside = Posting.objects.filter(office__path=actor.office_path, officer=OuterRef("officer"), ends_at=None)
    return MonthOfOfficer.objects.filter(month__gt=month_back(today, MONTHS)).exclude(
        Q(officer=actor.officer_id) | Exists(beside.filter(is_head=True))
    )


def _ranked(rows: QuerySet, by: str) -> QuerySet:
    """By the lower end of the interval (rules.patterns.Share), so that three of three do not lead the list."""
    summed = rows.values(by).annotate(n=Cast(Sum("number"), FloatField()), all=Cast(Sum("of"), FloatField()))
    share, spread = F("n") / F("all"), Z * Z / F("all")
    half = Z * Sqrt(share * (1.0 - share) / F("all") + spread / (4.0 * F("all")))
    lower = (share + spread / 2.0 - half) / (1.0 + spread)
    return summed.filter(all__gte=FEWEST).annotate(surely=lower).order_by("-surely", by)
