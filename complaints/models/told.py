"""What was told after the E-tag, by name, and why something cannot be told: in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.rules.telling import Told, Why

NAMES = {
    Told.STATION: _("the police station"),
    Told.LANDMARK: _("a landmark"),
    Told.POSITION: _("a position from a phone"),
    Told.WHEN: _("when it happened"),
    Told.CONCERNS: _("whom it concerns"),
    Told.NAME: _("the name"),
    Told.DOCUMENT: _("the identity document"),
    Told.BEHALF: _("on whose behalf"),
    Told.CONSENT: _("what the person concerned says to it"),
    Told.AGE: _("whether they are under 18"),
    Told.PHONE: _("a phone number"),
    Told.EMAIL: _("an e-mail address"),
    Told.CHANNEL: _("how to reach them"),
    Told.HOURS: _("the hours in which they may be rung"),
    Told.NEUTRAL: _("the wording of messages"),
    Told.CALLS: _("whether the complaint cell rings them with news"),
    Told.WOMAN_OFFICER: _("a woman officer"),
    Told.MESSAGES: _("whether messages are wanted"),
    Told.KEYS: _("the key that opens it"),
    Told.PROTECTION: _("protection of the identity"),
}

WHY = {
    Why.ENDED: _(
        "The complaint is not open any more, so nothing can be added to it. Your safe contact can be changed."
    ),
    Why.NOT_ASKED: _("This is not asked for this complaint."),
    Why.CELL_LIFTS_IT: _(
        "For your safety only the complaint cell changes this back, after speaking to you: nobody who holds your phone "
        "for a minute can."
    ),
    Why.STATION_STANDS: _(
        "The complaint has been marked and is kept from the police station that you named. For your safety only the "
        "complaint cell of the Central Police Office changes that name."
    ),
    Why.NUMBER_IS_A_KEY: _(
        "This number or address has opened your complaint, so it is your key. Only the complaint cell puts another one "
        "in its place, after speaking to you."
    ),
    Why.NO_NUMBER: _("Without a phone number or an e-mail address for it, no message can reach you this way."),
}


def named(names: Iterable[str]) -> str:
    """ "the police station, a landmark"; a name that nobody knows any more is left out."""
    return gettext(", ").join(str(NAMES[name]) for name in names if name in NAMES)
