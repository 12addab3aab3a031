"""Complaints that the Central Police Office refers to an agency outside the police.

Source: Torture and Custodial Death (Prevention and Punishment) Act 2022, as the press reports it; to be confirmed by a
lawyer. The FIA investigates, under the supervision of the NCHR.
"""

from datetime import timedelta

from complaints.rules.special_categories import TORTURE

REFERRED_CATEGORIES = frozenset({TORTURE})
"""Categories that are referred. For these the police handle only safety, medical examination and discipline."""

REFER_WITHIN = timedelta(hours=24)
