"""Labels of follow-up answers, and the reasons why a follow-up question cannot be answered."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.rules.followup_questions import FollowupDetail, FollowupRefusal

FOLLOWUP_NAMES = {
    FollowupDetail.STATION: _("the police station"),
    FollowupDetail.LANDMARK: _("a landmark"),
    FollowupDetail.POSITION: _("a phone location"),
    FollowupDetail.WHEN: _("when it happened"),
    FollowupDetail.CONCERNS: _("complaint against"),
    FollowupDetail.NAME: _("the name"),
    FollowupDetail.DOCUMENT: _("the identity document"),
    FollowupDetail.BEHALF: _("on whose behalf"),
    FollowupDetail.CONSENT: _("whether the person concerned agrees"),
    FollowupDetail.AGE: _("whether they are under 18"),
    FollowupDetail.PHONE: _("a phone number"),
    FollowupDetail.EMAIL: _("an e-mail address"),
    FollowupDetail.CHANNEL: _("how to contact them"),
    FollowupDetail.HOURS: _("the hours when they can be called"),
    FollowupDetail.NEUTRAL: _("the wording of messages"),
    FollowupDetail.CALLS: _("whether the complaint cell calls them with updates"),
    FollowupDetail.WOMAN_OFFICER: _("a woman officer"),
    FollowupDetail.MESSAGES: _("whether messages are wanted"),
    FollowupDetail.KEYS: _("how the complaint is opened"),
    FollowupDetail.PROTECTION: _("protection of the identity"),
}

FOLLOWUP_REFUSALS = {
    FollowupRefusal.ENDED: _(
        "The complaint is no longer open, so you cannot add to it. You can still change your safe contact details."
    ),
    FollowupRefusal.NOT_ASKED: _("This question does not apply to this complaint."),
    FollowupRefusal.CELL_LIFTS_IT: _(
        "For your safety, only the complaint cell can change this back, after speaking to you. Someone who "
        "has your phone for a minute cannot."
    ),
    FollowupRefusal.STATION_STANDS: _(
        "The complaint is already with an officer and is hidden from the police station you named. For your "
        "safety, only the complaint cell of the Central Police Office can change that name."
    ),
    FollowupRefusal.NUMBER_IS_A_KEY: _(
        "This number or address has been used to open your complaint, so it cannot be changed here. With a secret "
        "word of your own you can change it."
    ),
    FollowupRefusal.IDENTITY_HIDDEN: _(
        "Your name is protected, so it is shown and changed only with your secret word or on the device with which you "
        "made the complaint. A wrong phone number could be a stranger's."
    ),
    FollowupRefusal.NO_NUMBER: _("To get messages this way, add a phone number or an e-mail address."),
}


def join_followup_labels(names: Iterable[str]) -> str:
    """Return the labels as a list ("the police station, a landmark"). Unknown names are left out."""
    return gettext(", ").join(str(FOLLOWUP_NAMES[name]) for name in names if name in FOLLOWUP_NAMES)
