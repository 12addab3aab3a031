"""Labels of follow-up answers, and the reasons why a follow-up question cannot be answered."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.rules.followup import Followup, Why

NAMES = {
    Followup.STATION: _("the police station"),
    Followup.LANDMARK: _("a landmark"),
    Followup.POSITION: _("a phone location"),
    Followup.WHEN: _("when it happened"),
    Followup.CONCERNS: _("complaint against"),
    Followup.NAME: _("the name"),
    Followup.DOCUMENT: _("the identity document"),
    Followup.BEHALF: _("on whose behalf"),
    Followup.CONSENT: _("whether the person concerned agrees"),
    Followup.AGE: _("whether they are under 18"),
    Followup.PHONE: _("a phone number"),
    Followup.EMAIL: _("an e-mail address"),
    Followup.CHANNEL: _("how to contact them"),
    Followup.HOURS: _("the hours when they can be called"),
    Followup.NEUTRAL: _("the wording of messages"),
    Followup.CALLS: _("whether the complaint cell calls them with updates"),
    Followup.WOMAN_OFFICER: _("a woman officer"),
    Followup.MESSAGES: _("whether messages are wanted"),
    Followup.KEYS: _("how the complaint is opened"),
    Followup.PROTECTION: _("protection of the identity"),
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
    """Return the labels as a list ("the police station, a landmark"). Unknown names are left out."""
    return gettext(", ").join(str(NAMES[name]) for name in names if name in NAMES)
