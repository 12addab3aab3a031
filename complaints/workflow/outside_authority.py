"""Complaints that nobody in the police may open, and their way to the authority outside (docs/decisions/0015)."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.rules.capacities import Capacity
from complaints.rules.statuses import OPEN, Status
from complaints.workflow.declaration import CitizensEvent, Kind, Move, NoMessage, Sentences

ON_THEIR_PAGE = NoMessage("it is on their page; the accused officer could read a message")


def describe_sealing_to_citizen(event: CitizensEvent) -> str:
    """Return whether the complaint went to an authority outside. Its name is on the complainant's page."""
    if event.facts.get("authority"):
        return gettext(
            "No police office can open your complaint, so it was sealed and prepared for an authority outside the"
            " police. The police's deadlines do not apply to it."
        )
    return gettext(
        "No police office can open your complaint, and no authority outside the police has been named. The "
        "police's deadlines do not apply to it."
    )


SEALED_FROM_POLICE = Kind(
    "sealed_from_police",
    sentences=Sentences(
        officer=_("Nobody in the police may open this complaint any more. Its deadlines stopped."),
        citizen=describe_sealing_to_citizen,
        review=_("Sealed from the police"),
    ),
    to_citizen=ON_THEIR_PAGE,
)

OUTSIDE_SENT = Kind(
    "outside_sent",
    sentences=Sentences(
        officer=_("The link to the sealed complaint was sent to the outside authority."),
        citizen=_("The link to your sealed complaint was e-mailed to the authority outside the police."),
    ),
    to_citizen=ON_THEIR_PAGE,
)

OUTSIDE_NOT_SENT = Kind(
    "outside_not_sent",
    sentences=Sentences(
        officer=_("The link to the sealed complaint could not be sent to the outside authority."),
        citizen=_(
            "The e-mail to the authority outside the police could not be delivered. The authority has received "
            "nothing yet."
        ),
    ),
    to_citizen=ON_THEIR_PAGE,
    tone="late",
)

OUTSIDE_FETCHED = Kind(
    "outside_fetched",
    sentences=Sentences(
        officer=_("The outside authority fetched the sealed complaint."),
        citizen=_("The authority outside the police downloaded your sealed complaint."),
    ),
    to_citizen=ON_THEIR_PAGE,
    tone="good",
)

OUTSIDE_ADDED = Kind(
    "outside_added",
    sentences=Sentences(
        officer=_("What the complainant added was prepared for the outside authority."),
        citizen=_("What you added was sealed and prepared for the authority outside the police."),
    ),
    to_citizen=ON_THEIR_PAGE,
)

CLOSE_SEALED = Move(
    "close_sealed",
    sources=OPEN,
    target=Status.CLOSED,
    by={Capacity.SYSTEM},
    sentences=Sentences(
        officer=_("Nobody in the police may open it and nothing has happened for half a year, so it was closed here."),
        citizen=_(
            "No police office can open your complaint and nothing has happened for half a year, so it was closed "
            "here. This changes nothing at the authority outside the police or at a court."
        ),
        petition=_("The complaint was closed."),
        review=_("Closed: sealed from the police"),
    ),
    to_citizen=ON_THEIR_PAGE,
)

IDENTITY_GIVEN = Kind(
    "identity_given",
    sentences=Sentences(
        officer=_("The complainant gave their name and contact details to the outside authority."),
        citizen=_("You gave your name and contact details to the authority outside the police."),
    ),
    to_citizen=NoMessage("they have just done it themselves"),
)

KINDS = (
    SEALED_FROM_POLICE,
    OUTSIDE_SENT,
    OUTSIDE_NOT_SENT,
    OUTSIDE_FETCHED,
    OUTSIDE_ADDED,
    IDENTITY_GIVEN,
    CLOSE_SEALED,
)
