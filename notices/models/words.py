"""The words for kinds, decisions, states and refusals, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from notices.rules.acts import Decision, Ending
from notices.rules.kinds import Kind, Sex
from notices.rules.refusals import Refusal

KINDS = [
    (Kind.ALERT.value, _("Missing child (Zainab Alert)")),
    (Kind.WANTED.value, _("Wanted person")),
    (Kind.NOTICE.value, _("General notice")),
]

SEXES = [(Sex.FEMALE.value, _("Female")), (Sex.MALE.value, _("Male")), (Sex.OTHER.value, _("Transgender"))]
OF_A_CHILD = [(Sex.FEMALE.value, _("Girl")), (Sex.MALE.value, _("Boy")), (Sex.OTHER.value, _("Transgender"))]

DECISIONS = [(Decision.APPROVED.value, _("Approved")), (Decision.REFUSED.value, _("Not approved"))]

ENDINGS = [
    (Ending.FOUND.value, _("Found, or in custody")),
    (Ending.WITHDRAWN.value, _("Withdrawn by the police")),
]

REFUSALS = {
    Refusal.NAME_MISSING: _("Say the name or the title, in English and in Urdu."),
    Refusal.WORDS_MISSING: _("Say what happened, in English and in Urdu."),
    Refusal.ONE_LANGUAGE: _("What is said in one language has to be said in English and in Urdu."),
    Refusal.TOO_LONG: _("Something is too long: a line holds 200 characters, the text 2,000."),
    Refusal.UNREADABLE: _("This holds control characters. Type it again, or paste it as plain text."),
    Refusal.AGE_MISSING: _("Say the child's age."),
    Refusal.NOT_A_CHILD: _("An alert is for a child: under eighteen. For an adult write a general notice."),
    Refusal.SEX_MISSING: _("Choose one of these."),
    Refusal.SEEN_MISSING: _("Say where and when the child was last seen."),
    Refusal.SEEN_LATER: _("This moment is still to come."),
    Refusal.NO_END: _("Choose a day on which it ends: today or later."),
    Refusal.ENDS_TOO_LATE: _(
        "This is too late: an alert ends within 14 days, any other notice within 90. Renew it then."
    ),
    Refusal.NO_NUMBER: _("Choose at least one number that people can call."),
    Refusal.SEXUAL_VIOLENCE: _(
        "A victim of sexual violence is never published, and nothing that leads to one. Search without a public notice."
    ),
    Refusal.TELLS_OF_IT: _(
        "The text seems to tell of sexual violence. If it does, nothing is published. If not, say it in other words."
    ),
    Refusal.NEVER_OF_THIS_KIND: _(
        "A complaint of this kind is never published, because its notice would lead to the victim."
    ),
    Refusal.NO_SUCH_COMPLAINT: _("There is no complaint with this number."),
    Refusal.PICTURE_NOT_READY: _("The picture is still being checked, or was not accepted."),
    Refusal.ALREADY_WAITS: _("A proposal waits for a decision already."),
    Refusal.NOTHING_WAITS: _("Nothing waits for a decision any more: a colleague was first."),
    Refusal.OVER: _("This notice has ended. Nothing more is done with it."),
    Refusal.OWN_PROPOSAL: _("Another officer has to approve what you proposed."),
    Refusal.REASON_MISSING: _("Say why."),
    Refusal.NOT_PUBLIC: _("This notice is not published."),
}
