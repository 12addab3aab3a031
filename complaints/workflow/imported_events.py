"""Complaints that came from another system's file, and the end of those that were closed there (docs/data-in.md)."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.rules.capacities import Capacity
from complaints.rules.statuses import Status
from complaints.workflow.declaration import CitizensEvent, Kind, Move, NoMessage, OfficersEvent, Sentences, Text

NOT_ANNOUNCED = NoMessage("an import sends no message of its own; a registration is announced only on request")


def _origin(event: OfficersEvent | CitizensEvent) -> dict[str, str]:
    """Return what the event keeps of the other system: names and days, without braces."""
    names = ("system", "reference", "received_there", "closed_there", "file")
    return {name: str(event.facts.get(name, "")) for name in names}


def describe_import(event: OfficersEvent) -> Text:
    """Return who imported it, from which system and file, and its original days."""
    if event.facts.get("closed_there"):
        text = gettext(
            "{who} imported it from %(system)s, reference %(reference)s (received there on %(received_there)s, closed "
            "there on %(closed_there)s; SHA-256 of the file: %(file)s)."
        )
    else:
        text = gettext(
            "{who} imported it from %(system)s, reference %(reference)s (received there on %(received_there)s; SHA-256 "
            "of the file: %(file)s). Its time limits start with the import."
        )
    return text % _origin(event)


def describe_import_to_citizen(event: CitizensEvent) -> str:
    """Return the earlier system, its reference and its day of receipt."""
    text = gettext(
        "It comes from the system %(system)s, reference %(reference)s, received there on %(received_there)s."
    )
    return text % _origin(event)


IMPORTED = Kind(
    "imported",
    sentences=Sentences(officer=describe_import, citizen=describe_import_to_citizen, review=_("Imported")),
    to_citizen=NOT_ANNOUNCED,
)

CLOSE_IMPORTED = Move(
    "close_imported",
    sources={Status.RECEIVED},
    target=Status.CLOSED,
    by={Capacity.SYSTEM},
    records=("outcome_there",),
    sentences=Sentences(
        officer=_("It was closed in the earlier system, so it is closed here too."),
        citizen=_("It was closed in the earlier system. You can make a new complaint if it is not solved."),
        petition=_("The complaint was closed."),
        review=_("Closed in the earlier system"),
    ),
    to_citizen=NOT_ANNOUNCED,
)

KINDS = (IMPORTED, CLOSE_IMPORTED)
