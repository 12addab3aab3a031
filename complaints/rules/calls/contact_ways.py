"""How an officer speaks to a complainant, and which ways are safe for whom (domain.md, *Contact in safety*)."""

from enum import StrEnum

from accounts.rules.ranks import Rank, at_least


class Way(StrEnum):
    """How they spoke. By portal: the officer writes on the complainant's page, and an answer there is the contact."""

    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    WHATSAPP = "whatsapp"
    EMAIL = "email"
    PORTAL = "portal"


class WhoSpoke(StrEnum):
    """What the complainant answers to the question whether the officer spoke to them."""

    IN_PERSON = "in_person"
    SOMEONE_ELSE = "someone_else"
    NOBODY = "nobody"


def open_ways(*, hidden: bool, has_phone: bool, has_email: bool) -> tuple[Way, ...]:
    """The ways to this complainant. `hidden`: name and numbers are kept from the officer, who can only write here."""
    if hidden:
        return (Way.PORTAL,)
    by_number = (Way.TELEPHONE, Way.WHATSAPP) if has_phone else ()
    by_address = (Way.EMAIL,) if has_email else ()
    return (Way.IN_PERSON, *by_number, *by_address, Way.PORTAL)


def is_by_portal(*, hidden: bool, has_phone: bool) -> bool:
    """Whether the portal is the way, unless another one is named: nobody can ring who has no number."""
    return hidden or not has_phone


def may_speak_for_the_holder(*, is_woman: bool, rank: Rank | str | None) -> bool:
    """Who asks for a woman officer may be spoken to by one, a Sub-Inspector at least, whoever holds the complaint."""
    return is_woman and at_least(rank, Rank.SI)
