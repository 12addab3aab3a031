"""Under which rules an officer stands, and which authority decides: both follow the rank.

Source: shared/data/ranks.csv (punjabpolice.gov.pk/accountability_mechanism). Rule sets are certain, the authority by
rank is likely, the federal case is assumed: each waits for a legal check, and the portal only recommends.
"""

from collections.abc import Mapping
from enum import StrEnum

from accounts.rules.offices import OfficeKind, lineage
from accounts.rules.ranks import Rank


class Authority(StrEnum):
    """From the lowest to the highest; an appeal goes one up."""

    DISTRICT = "district"
    REGION = "region"
    PROVINCE = "province"
    GOVERNMENT = "government"  # outside the portal, which only refers


class RuleSet(StrEnum):
    EFFICIENCY_1975 = "efficiency_1975"
    EFFICIENCY_1999 = "efficiency_1999"
    FEDERAL = "federal"


SITS_AT = {
    Authority.DISTRICT: OfficeKind.DISTRICT,
    Authority.REGION: OfficeKind.REGION,
    Authority.PROVINCE: OfficeKind.CENTRAL,
}
SENIOR = Rank.DSP.level
FEDERAL = Rank.DIG.level


def rules_of(rank: Rank | None) -> RuleSet:
    """A civilian's are not in the list: they are treated as the province's own."""
    if rank is None:
        return RuleSet.EFFICIENCY_1999
    if rank.level >= FEDERAL:
        return RuleSet.FEDERAL
    return RuleSet.EFFICIENCY_1999 if rank.level >= SENIOR else RuleSet.EFFICIENCY_1975


def authority_of(rank: Rank | None) -> Authority:
    """District to Sub-Inspector, region for an Inspector, province from DSP to SSP, government from DIG."""
    match rules_of(rank):
        case RuleSet.FEDERAL:
            return Authority.GOVERNMENT
        case RuleSet.EFFICIENCY_1999:
            return Authority.PROVINCE
    return Authority.REGION if rank is Rank.IP else Authority.DISTRICT


def next_above(authority: Authority) -> Authority | None:
    """The next authority; None above the government."""
    ladder = list(Authority)
    place = ladder.index(authority) + 1
    return ladder[place] if place < len(ladder) else None


def seat(authority: Authority, path: str, kinds: Mapping[str, OfficeKind]) -> str | None:
    """The path of the office at which that authority sits over the office of `path`; None where there is none.

    `kinds`: of the offices of that line, by path. Of a unit that is run from the region there is no district.
    """
    wanted = SITS_AT.get(authority)
    return next((step for step in reversed(lineage(path)) if kinds.get(step) is wanted), None) if wanted else None
