"""Patterns of delay over a year, by officer (across all their postings) or by office."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, FloatField, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Cast, Sqrt

from accounts.actors import Actor
from accounts.models import Office, Officer, Posting
from reviews.models import MonthOfOfficer
from reviews.rules.delay_patterns import FEWEST_CASES, Z_95, Pattern, PatternShare
from reviews.rules.publication_periods import months_before

MONTHS_SHOWN = 12
ROWS_PER_PAGE = 50
BY_OFFICER, BY_OFFICE = "officer", "office"


@dataclass(frozen=True)
class PatternRow:
    """An officer or an office, and each pattern's share over the months."""

    subject: Officer | Office
    shares: dict[Pattern, PatternShare]


def load_pattern_page(actor: Actor, *, by: str, today: date, page: int = 1) -> tuple[list[PatternRow], bool]:
    """Return one page of rows with enough cases, and whether there are more. The most certain late ones come first.

    `by`: BY_OFFICER or BY_OFFICE. Actors see neither their own row nor that of the head of their office. Three
    statements.
    """
    rows = _visible_months(actor, today=today)
    ranked = _order_by_certainty(rows.filter(pattern=Pattern.BREACHED), by)
    page_and_next = list(ranked.values_list(by, flat=True)[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE + 1])
    ids_on_page = page_and_next[:ROWS_PER_PAGE]
    sums = rows.filter(**{f"{by}__in": ids_on_page}).values_list(by, "pattern").annotate(Sum("number"), Sum("of"))
    shares: dict[int, dict[Pattern, PatternShare]] = {pk: {} for pk in ids_on_page}
    for pk, pattern, number, total in sums:
        shares[pk][Pattern(pattern)] = PatternShare(number, total)
    subjects = (Officer if by == BY_OFFICER else Office).objects.in_bulk(ids_on_page)
    return [PatternRow(subjects[pk], shares[pk]) for pk in ids_on_page], len(page_and_next) > ROWS_PER_PAGE


def officer_patterns_at(actor: Actor, office: Office, *, today: date) -> list[PatternRow]:
    """Return the patterns of the officers at one office, without officers with too few cases. Two statements."""
    rows = _visible_months(actor, today=today).filter(office=office)
    shares: dict[int, dict[Pattern, PatternShare]] = {}
    for pk, pattern, number, total in rows.values_list("officer", "pattern").annotate(Sum("number"), Sum("of")):
        shares.setdefault(pk, {})[Pattern(pattern)] = PatternShare(number, total)
    patterns_by_officer = {
        pk: patterns for pk, patterns in shares.items() if any(share.has_enough_cases for share in patterns.values())
    }
    officers = Officer.objects.in_bulk(patterns_by_officer)
    breach_shares = {
        pk: patterns.get(Pattern.BREACHED, PatternShare(0, 0)) for pk, patterns in patterns_by_officer.items()
    }
    ranked = sorted(breach_shares, key=lambda pk: breach_shares[pk].interval[0], reverse=True)
    return [PatternRow(officers[pk], patterns_by_officer[pk]) for pk in ranked]


def _visible_months(actor: Actor, *, today: date) -> QuerySet[MonthOfOfficer]:
    colleagues = Posting.objects.filter(office__path=actor.office_path, officer=OuterRef("officer"), ends_at=None)
    return MonthOfOfficer.objects.filter(month__gt=months_before(today, MONTHS_SHOWN)).exclude(
        Q(officer=actor.officer_id) | Exists(colleagues.filter(is_head=True))
    )


def _order_by_certainty(rows: QuerySet, by: str) -> QuerySet:
    """Rank by the lower end of the interval (delay_patterns.PatternShare), so that three of three is not first."""
    totals = rows.values(by).annotate(n=Cast(Sum("number"), FloatField()), all=Cast(Sum("of"), FloatField()))
    share, spread = F("n") / F("all"), Z_95 * Z_95 / F("all")
    half = Z_95 * Sqrt(share * (1.0 - share) / F("all") + spread / (4.0 * F("all")))
    lower = (share + spread / 2.0 - half) / (1.0 + spread)
    return totals.filter(all__gte=FEWEST_CASES).annotate(surely=lower).order_by("-surely", by)
