"""What a partner organisation says about a matter that it referred to the police (docs/decisions/0040)."""

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from complaints.workflow.declaration import CitizensEvent, Kind, NoMessage, OfficersEvent, Sentences, Text

PARTNER_STATES = {
    "received": _("received"),
    "in_progress": _("in progress"),
    "completed": _("completed"),
    "closed": _("closed"),
}


def partner_name(event: OfficersEvent | CitizensEvent) -> str:
    """Return the partner's name as the event keeps it, without braces, which would be placeholders."""
    name = event.facts.get("partner_ur" if get_language() == "ur" else "partner", "")
    return str(name).replace("{", "(").replace("}", ")")


def _names(event: OfficersEvent | CitizensEvent) -> dict[str, str]:
    state = PARTNER_STATES.get(event.facts.get("state_there"), event.facts.get("state_there"))
    return {"partner": partner_name(event), "state": str(state)}


def describe_partner_status(event: OfficersEvent) -> Text:
    """Return what the partner pushed."""
    return gettext("%(partner)s reported on its own handling of the matter: %(state)s.") % _names(event)


def describe_partner_status_to_citizen(event: CitizensEvent) -> str:
    """Return the same for the complainant."""
    return gettext("%(partner)s told the police how far it is with your matter: %(state)s.") % _names(event)


PARTNER_STATUS = Kind(
    "partner_status",
    sentences=Sentences(officer=describe_partner_status, citizen=describe_partner_status_to_citizen),
    to_citizen=NoMessage("the partner tells its own callers"),
)

KINDS = (PARTNER_STATUS,)
