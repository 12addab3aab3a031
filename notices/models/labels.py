"""Labels of kinds, decisions, endings and refusals, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from notices.rules.acts import Decision, Ending
from notices.rules.kinds import NoticeKind, Sex
from notices.rules.refusals import Refusal

KINDS = [
    (NoticeKind.ALERT.value, _("Missing child (Zainab Alert)")),
    (NoticeKind.WANTED.value, _("Wanted person")),
    (NoticeKind.NOTICE.value, _("General notice")),
]

SEXES = [(Sex.FEMALE.value, _("Female")), (Sex.MALE.value, _("Male")), (Sex.OTHER.value, _("Transgender"))]
OF_A_CHILD = [(Sex.FEMALE.value, _("Girl")), (Sex.MALE.value, _("Boy")), (Sex.OTHER.value, _("Transgender"))]

DECISIONS = [(Decision.APPROVED.value, _("Approved")), (Decision.REFUSED.value, _("Not approved"))]

ENDINGS = [
    (Ending.FOUND.value, _("Found, or in custody")),
    (Ending.WITHDRAWN.value, _("Withdrawn by the police")),
]

REFUSALS = {
    Refusal.NAME_MISSING: _("Enter the name or title in English and Urdu."),
    Refusal.WORDS_MISSING: _("Describe what happened in English and Urdu."),
    Refusal.ONE_LANGUAGE: _("Anything written in one language must be written in both English and Urdu."),
    Refusal.TOO_LONG: _("Too long: a line can have up to 200 characters, the text up to 2,000."),
    Refusal.UNREADABLE: _("This contains control characters. Type it again, or paste it as plain text."),
    Refusal.AGE_MISSING: _("Enter the child's age."),
    Refusal.NOT_A_CHILD: _("An alert is only for a child under 18. For an adult, write a general notice."),
    Refusal.SEX_MISSING: _("Choose one of these."),
    Refusal.SEEN_MISSING: _("Enter where and when the child was last seen."),
    Refusal.SEEN_LATER: _("This time is in the future. Enter a time in the past."),
    Refusal.NO_END: _("Choose an end date: today or later."),
    Refusal.ENDS_TOO_LATE: _(
        "This end date is too late: an alert can run for 14 days, any other notice for 90. Renew it then."
    ),
    Refusal.NO_NUMBER: _("Choose at least one number that people can call."),
    Refusal.SEXUAL_VIOLENCE: _(
        "Notices about a victim of sexual violence, or that could identify one, are never published. Search "
        "without a public notice."
    ),
    Refusal.TELLS_OF_IT: _(
        "The text seems to mention sexual violence. If it does, the notice cannot be published. If not, reword it."
    ),
    Refusal.NEVER_OF_THIS_KIND: _(
        "A notice about a complaint of this kind is never published, because it could identify the victim."
    ),
    Refusal.NO_SUCH_COMPLAINT: _("There is no complaint with this number."),
    Refusal.PICTURE_NOT_READY: _("The picture is still being checked, or was not accepted."),
    Refusal.ALREADY_WAITS: _("A proposal is already awaiting a decision."),
    Refusal.NOTHING_WAITS: _("No decision is needed any more: a colleague has already decided."),
    Refusal.OVER: _("This notice has ended. No further action is possible."),
    Refusal.OWN_PROPOSAL: _("Another officer must approve your proposal."),
    Refusal.REASON_MISSING: _("Give a reason."),
    Refusal.NOT_PUBLIC: _("This notice is not published."),
}
