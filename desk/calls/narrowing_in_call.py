"""An opening of the complaint to more officers that is read out in a call, and to which the complainant can object."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from citizen.complaint_page.narrowing_objection import labels_for_complainant
from complaints.models import Complaint
from complaints.services.exclusion import narrowing
from complaints.services.facts import capacities_of

OBJECTION_LINE = gettext_lazy(
    "These officers or offices cannot open your complaint now. You can object to letting them open it. If you object, "
    "a senior officer of the Central Police Office decides. Do you object?"
)


@dataclass(frozen=True)
class NarrowingInCall:
    """What the operator reads out: to whom the complaint would be opened, and why.

    `may_record_objection`: this operator may record that the complainant objects. `begins_time`: the 24 hours to object
    begin with this call.
    """

    labels: list[str]
    why: str
    may_record_objection: bool
    begins_time: bool

    def reminders(self) -> list[str]:
        """Return the reminders for the operator, in the operator's language. They are not read aloud."""
        lines = [_("Read out which officers and offices could open the complaint, and the reason.")]
        if not self.may_record_objection:
            lines.append(
                _(
                    "You cannot record an objection, because you approved this request. Leave the call to a colleague, "
                    "or choose “Call later”."
                )
            )
        elif self.begins_time:
            lines.append(_("If they do not object, their 24 hours to object begin when you save the call."))
        return lines


def load_narrowing_in_call(complaint: Complaint, *, actor: Actor, at: datetime) -> NarrowingInCall | None:
    """Return the request to which the complainant can object now, or None. One statement without such a request."""
    request = narrowing.narrowing_to_object_to(complaint)
    if request is None:
        return None
    is_unheard = request.is_unannounced and request.seen_at is None
    return NarrowingInCall(
        labels=labels_for_complainant(request, at=at),
        why=request.asked.words.text,
        may_record_objection=narrowing.may_record_objection(request, capacities_of(actor, complaint, at=at), by=actor),
        begins_time=is_unheard and not complaint.gets_no_messages,
    )
