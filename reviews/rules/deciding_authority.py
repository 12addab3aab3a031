"""The disciplinary rules that apply to an officer, and the authority that decides. Both follow from the rank.

Source: shared/data/ranks.csv (punjabpolice.gov.pk/accountability_mechanism). The rule sets are certain, the authority
by rank is likely, and the federal case is an assumption. All three await a legal check; the portal only recommends.
"""

from collections.abc import Mapping
from enum import StrEnum

from accounts.rules.office_tree import OfficeKind, paths_from_root
from accounts.rules.ranks import Rank


class Authority(StrEnum):
    """The deciding authorities, from the lowest to the highest. An appeal goes to the next higher one."""

    DISTRICT = "district"
    REGION = "region"
    PROVINCE = "province"
    GOVERNMENT = "government"  # outside the portal, which only refers cases to it


class RuleSet(StrEnum):
    """The disciplinary rules by which an officer is judged."""

    EFFICIENCY_1975 = "efficiency_1975"
    EFFICIENCY_1999 = "efficiency_1999"
    FEDERAL = "federal"


OFFICE_KIND_OF_AUTHORITY = {
    Authority.DISTRICT: OfficeKind.DISTRICT,
    Authority.REGION: OfficeKind.REGION,
    Authority.PROVINCE: OfficeKind.CENTRAL,
}
SENIOR_LEVEL = Rank.DSP.level
FEDERAL_LEVEL = Rank.DIG.level


def rule_set_of_rank(rank: Rank | None) -> RuleSet:
    """Return the rules for a rank. Civilians (no rank) are not in the list: the province's rules apply to them."""
    if rank is None:
        return RuleSet.EFFICIENCY_1999
    if rank.level >= FEDERAL_LEVEL:
        return RuleSet.FEDERAL
    return RuleSet.EFFICIENCY_1999 if rank.level >= SENIOR_LEVEL else RuleSet.EFFICIENCY_1975


def authority_for_rank(rank: Rank | None) -> Authority:
    """Return the authority that decides first about an officer of this rank.

    The district decides up to Sub-Inspector, the region for an Inspector, the province from DSP to SSP, and the
    government from DIG.
    """
    match rule_set_of_rank(rank):
        case RuleSet.FEDERAL:
            return Authority.GOVERNMENT
        case RuleSet.EFFICIENCY_1999:
            return Authority.PROVINCE
    return Authority.REGION if rank is Rank.IP else Authority.DISTRICT


def next_authority(authority: Authority) -> Authority | None:
    """Return the next higher authority; None above the government."""
    ladder = list(Authority)
    next_index = ladder.index(authority) + 1
    return ladder[next_index] if next_index < len(ladder) else None


def path_of_deciding_office(authority: Authority, path: str, kinds: Mapping[str, OfficeKind]) -> str | None:
    """Return the path of the office where that authority decides about the office at `path`; None if there is none.

    `kinds`: the kind of each office on the line from the root to `path`, by path. A unit that belongs directly to a
    region has no district above it.
    """
    wanted_kind = OFFICE_KIND_OF_AUTHORITY.get(authority)
    if wanted_kind is None:
        return None
    return next((step for step in reversed(paths_from_root(path)) if kinds.get(step) is wanted_kind), None)
