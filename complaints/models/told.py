"""What was told after the E-tag, by name, and why something cannot be told: in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.rules.telling import Told, Why

NAMES = {
    Told.STATION: _("the police station"),
    Told.LANDMARK: _("a landmark"),
    Told.POSITION: _("a phone location"),
    Told.WHEN: _("when it happened"),
    Told.CONCERNS: _("complaint against"),
    Told.NAME: _("the name"),
    Told.DOCUMENT: _("the identity document"),
    Told.BEHALF: _("on whose behalf"),
    Told.CONSENT: _("whether the person concerned agrees"),
    Told.AGE: _("whether they are under 18"),
    Told.PHONE: _("a phone number"),
    Told.EMAIL: _("an e-mail address"),
    Told.CHANNEL: _("how to contact them"),
    Told.HOURS: _("the hours when they can be called"),
    Told.NEUTRAL: _("the wording of messages"),
    Told.CALLS: _("whether the complaint cell calls them with updates"),
    Told.WOMAN_OFFICER: _("a woman officer"),
    Told.MESSAGES: _("whether messages are wanted"),
    Told.KEYS: _("how the complaint is opened"),
    Told.PROTECTION: _("protection of the identity"),
}

WHY = {
    Why.ENDED: _(
        "The complaint is no longer open, so you cannot add to it. You can still change your safe contact details."
    ),
    Why.NOT_ASKED: _("This question does not apply to this complaint."),
    Why.CELL_LIFTS_IT: _(
        "For your safety, only the complaint cell can change this back, after speaking to you. Someone who "
        "has your phone for a minute cannot."
    ),
    Why.STATION_STANDS: _(
        "The complaint has been marked and is hidden from the police station you named. For your safety, "
        "only the complaint cell of the Central Police Office can change that name."
    ),
    Why.NUMBER_IS_A_KEY: _(
        "This number or address has been used to open your complaint, so it cannot be changed here. With a secret "
        "word of your own you can change it."
    ),
    Why.IDENTITY_HIDDEN: _(
        "Your name is protected, so it is shown and changed only with your secret word or on the device with which you "
        "made the complaint. A wrong phone number could be a stranger's."
    ),
    Why.NO_NUMBER: _("To get messages this way, add a phone number or an e-mail address."),
}


def named(names: Iterable[str]) -> str:
    """ "the police station, a landmark"; a name that nobody knows any more is left out."""
    return gettext(", ").join(str(NAMES[name]) for name in names if name in NAMES)
