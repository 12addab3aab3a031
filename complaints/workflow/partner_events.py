"""Referring a matter to a partner organisation by name, and what a partner says about its handling (decision 0040)."""

from collections.abc import Mapping

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from complaints.rules.capacities import Capacity
from complaints.rules.guard_facts import Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import OPEN, Status
from complaints.workflow.declaration import (
    CitizensEvent,
    Kind,
    Move,
    MovePage,
    NoMessage,
    OfficersEvent,
    Sentences,
    Text,
    TextReaders,
)

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
    return gettext("%(partner)s told the police where your matter stands: %(state)s.") % _names(event)


PARTNER_STATUS = Kind(
    "partner_status",
    sentences=Sentences(officer=describe_partner_status, citizen=describe_partner_status_to_citizen),
    to_citizen=NoMessage("the partner tells its own callers"),
)

PARTNER_FACTS = ("client", "partner", "partner_ur")
"""The id of the partner, and its names as they were then."""


def guard_refer_partner(facts: Facts) -> Refusal | None:
    """Refuse a second referral, until the first one is withdrawn."""
    return Refusal.ALREADY_AT_PARTNER if facts.is_at_partner else None


def check_partner(details: Mapping) -> Refusal | None:
    return None if all(details.get(name) for name in PARTNER_FACTS) else Refusal.PARTNER_MISSING


def describe_referral(event: OfficersEvent) -> Text:
    return gettext("{who} referred it to %(partner)s.") % {"partner": partner_name(event)}


def describe_referral_to_citizen(event: CitizensEvent) -> str:
    return gettext("The Central Police Office referred your complaint to %(partner)s.") % {
        "partner": partner_name(event)
    }


REFER_PARTNER = Move(
    "refer_partner",
    sources=OPEN,
    target=None,
    by={Capacity.MONITOR},
    guard=guard_refer_partner,
    check=check_partner,
    needs_words=True,
    records=PARTNER_FACTS,
    sentences=Sentences(officer=describe_referral, citizen=describe_referral_to_citizen),
    to_citizen=NoMessage("it is on their page; in these matters the wrong person could read a message"),
    text_readers=TextReaders.OFFICERS,
    is_counted_in_all_cycles=True,
    page=MovePage(
        title=_("Refer to a partner organisation"),
        button=_("Refer"),
        done=_("Recorded: the complaint has been referred. The partner sees its E-tag, and nothing else about it."),
        is_secondary=True,
    ),
)


def guard_recall_partner(facts: Facts) -> Refusal | None:
    return None if facts.is_at_partner else Refusal.NOT_AT_PARTNER


RECALL_PARTNER = Move(
    "recall_partner",
    sources=set(Status),
    target=None,
    by={Capacity.MONITOR},
    guard=guard_recall_partner,
    needs_words=True,
    sentences=Sentences(
        officer=_("{who} withdrew the referral to the partner organisation."),
        citizen=_("The Central Police Office withdrew the referral of your complaint."),
    ),
    to_citizen=NoMessage("it is on their page; in these matters the wrong person could read a message"),
    text_readers=TextReaders.OFFICERS,
    is_counted_in_all_cycles=True,
    page=MovePage(
        title=_("Withdraw the referral to the partner organisation"),
        button=_("Withdraw the referral"),
        done=_("Recorded: the referral has been withdrawn. The partner can no longer see or report on the matter."),
        is_secondary=True,
    ),
)

KINDS = (PARTNER_STATUS, REFER_PARTNER, RECALL_PARTNER)
