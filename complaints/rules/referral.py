"""Matters that a body outside the police investigates: the Central Police Office refers them.

Source: Torture and Custodial Death (Prevention and Punishment) Act 2022, as the press reports it; to be confirmed by a
lawyer. The FIA investigates, under the supervision of the NCHR.
"""

from datetime import timedelta

from complaints.rules.categories import TORTURE

REFERRED = frozenset({TORTURE})
"""Categories that are referred. The police act only on safety, medical examination and discipline in them."""

REFER_WITHIN = timedelta(hours=24)
