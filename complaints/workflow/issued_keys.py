"""New access codes for a complainant, issued by officers."""

from django.utils.translation import gettext_lazy as _

from complaints.workflow.declaration import Kind, NoMessage, Sentences, Visibility

KEY_ASKED = Kind(
    "key_asked",
    sentences=Sentences(
        officer=_(
            "{who} verified the complainant and asked for a new code for them. A second officer must approve it."
        ),
        citizen=_("An officer asked for a new code that opens this complaint. A second officer must approve it."),
    ),
    to_citizen=NoMessage("no code has been issued yet; it is on their page"),
    visibility=Visibility.CPO_ALONE,
)

KEY_APPROVED = Kind(
    "key_approved",
    sentences=Sentences(
        officer=_("{who} approved, as the second officer, the new code for the complainant."),
        citizen=_("A second officer approved the new code."),
    ),
    to_citizen=NoMessage("no code has been issued yet; it is on their page"),
    visibility=Visibility.CPO_ALONE,
)

KEY_PRINTED = Kind(
    "key_printed",
    sentences=Sentences(
        officer=_("{who} printed a code for the complainant."),
        citizen=_("The complaint cell printed a code for you. You can use it once to open this complaint."),
    ),
    to_citizen=NoMessage("the service that issues the code sends a message to every channel"),
)

FIRST_KEY_PRINTED = Kind(
    "first_key_printed",
    sentences=Sentences(
        officer=_(
            "{who} printed the first code for the complainant at the counter, without a second officer. It confirms, "
            "withdraws and closes nothing."
        ),
        citizen=_(
            "The officer at the counter printed your first code, without a second officer. With it you can read, add, "
            "answer and object. It cannot confirm, withdraw or close anything."
        ),
    ),
    to_citizen=NoMessage("it is for a complainant without a phone or e-mail address, who is present"),
)

KEY_RECOVERED = Kind(
    "key_recovered",
    sentences=Sentences(
        officer=_("{who} gave the complainant a code to replace the lost secret word."),
        citizen=_(
            "The Central Police Office printed a code to replace your lost secret word. You can use it once "
            "to open this complaint."
        ),
    ),
    to_citizen=NoMessage("the service that issues the code sends a message to every channel"),
    visibility=Visibility.CPO_ALONE,
)

KINDS = (
    KEY_ASKED,
    KEY_APPROVED,
    KEY_PRINTED,
    FIRST_KEY_PRINTED,
    KEY_RECOVERED,
)
