"""Labels of kinds, decisions, endings and refusals, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from notices.rules.notice_acts import EditionDecision, NoticeEnding
from notices.rules.notice_kinds import NoticeKind, PublishedSex
from notices.rules.notice_refusals import NoticeRefusal

KINDS = [
    (NoticeKind.ALERT.value, _("Missing child (Zainab Alert)")),
    (NoticeKind.WANTED.value, _("Wanted person")),
    (NoticeKind.NOTICE.value, _("General notice")),
]

SEXES = [
    (PublishedSex.FEMALE.value, _("Female")),
    (PublishedSex.MALE.value, _("Male")),
    (PublishedSex.OTHER.value, _("Transgender")),
]
CHILD_SEXES = [
    (PublishedSex.FEMALE.value, _("Girl")),
    (PublishedSex.MALE.value, _("Boy")),
    (PublishedSex.OTHER.value, _("Transgender")),
]

DECISIONS = [(EditionDecision.APPROVED.value, _("Approved")), (EditionDecision.REFUSED.value, _("Not approved"))]

ENDINGS = [
    (NoticeEnding.FOUND.value, _("Found, or in custody")),
    (NoticeEnding.WITHDRAWN.value, _("Withdrawn by the police")),
]

REFUSALS = {
    NoticeRefusal.NAME_MISSING: _("Enter the name or title in English and Urdu."),
    NoticeRefusal.WORDS_MISSING: _("Describe what happened in English and Urdu."),
    NoticeRefusal.ONE_LANGUAGE: _("Anything written in one language must be written in both English and Urdu."),
    NoticeRefusal.TOO_LONG: _("Too long: a line can have up to 200 characters, the text up to 2,000."),
    NoticeRefusal.UNREADABLE: _(
        "This contains characters that we cannot read. Type it again, or paste it as plain text."
    ),
    NoticeRefusal.AGE_MISSING: _("Enter the child's age."),
    NoticeRefusal.NOT_A_CHILD: _("An alert is only for a child under 18. For an adult, write a general notice."),
    NoticeRefusal.SEX_MISSING: _("Choose one of these."),
    NoticeRefusal.SEEN_MISSING: _("Enter where and when the child was last seen."),
    NoticeRefusal.SEEN_LATER: _("This time is in the future. Enter a time in the past."),
    NoticeRefusal.NO_END: _("Choose an end date: today or later."),
    NoticeRefusal.ENDS_TOO_LATE: _(
        "This end date is too late: an alert can run for 14 days, any other notice for 90. "
        "You can renew it when it ends."
    ),
    NoticeRefusal.NO_NUMBER: _("Choose at least one number that people can call."),
    NoticeRefusal.SEXUAL_VIOLENCE: _(
        "Notices about a victim of sexual violence, or that could identify one, are never published. Search "
        "without a public notice."
    ),
    NoticeRefusal.TELLS_OF_IT: _(
        "The text seems to mention sexual violence. If it does, the notice cannot be published. If not, reword it."
    ),
    NoticeRefusal.NEVER_OF_THIS_KIND: _(
        "A notice about a complaint of this kind is never published, because it could identify the victim."
    ),
    NoticeRefusal.NO_SUCH_COMPLAINT: _("There is no complaint with this number."),
    NoticeRefusal.PICTURE_NOT_READY: _("The picture is still being checked, or was not accepted."),
    NoticeRefusal.ALREADY_WAITS: _("A proposal is already awaiting a decision."),
    NoticeRefusal.NOTHING_WAITS: _("No decision is needed any more: a colleague has already decided."),
    NoticeRefusal.OVER: _("This notice has ended. No further action is possible."),
    NoticeRefusal.OWN_PROPOSAL: _("Another officer must approve your proposal."),
    NoticeRefusal.REASON_MISSING: _("Give a reason."),
    NoticeRefusal.NOT_PUBLIC: _("This notice is not published."),
}
