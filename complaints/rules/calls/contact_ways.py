"""How an officer may contact a complainant, and which ways are safe for whom (docs/rules.md, *Contact in safety*)."""

from enum import StrEnum

from accounts.rules.ranks import Rank, is_at_least


class ContactWay(StrEnum):
    """The ways of contact. PORTAL: the officer writes on the complainant's page, and an answer there is the contact."""

    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    WHATSAPP = "whatsapp"
    EMAIL = "email"
    PORTAL = "portal"


class WhoSpoke(StrEnum):
    """The complainant's answer to the question whether the officer spoke to them."""

    IN_PERSON = "in_person"
    SOMEONE_ELSE = "someone_else"
    NOBODY = "nobody"


def permitted_ways(*, hidden: bool, has_phone: bool, has_email: bool) -> tuple[ContactWay, ...]:
    """Return the ways in which the officer may contact this complainant.

    `hidden`: the officer cannot see name and numbers, and can only write on the portal.
    """
    if hidden:
        return (ContactWay.PORTAL,)
    by_number = (ContactWay.TELEPHONE, ContactWay.WHATSAPP) if has_phone else ()
    by_address = (ContactWay.EMAIL,) if has_email else ()
    return (ContactWay.IN_PERSON, *by_number, *by_address, ContactWay.PORTAL)


def is_portal_the_default(*, hidden: bool, has_phone: bool) -> bool:
    """Return whether the contact is by portal unless the officer states another way.

    A complainant without a phone number cannot be called.
    """
    return hidden or not has_phone


def may_speak_for_holder(*, is_woman: bool, rank: Rank | str | None) -> bool:
    """Return whether this officer may make the contact for the holder, if the complainant asked for a woman officer.

    She needs at least the rank of Sub-Inspector.
    """
    return is_woman and is_at_least(rank, Rank.SI)
