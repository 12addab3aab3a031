"""Form of the move by which an officer asks the complaint cell for a connected call."""

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.moves.move_form import FIELD_ERRORS, UNREADABLE_TEXT, MoveForm, TypedTextField


class AskCallForm(MoveForm):
    """Ask the complaint cell to connect a call to a complainant whom the officer may not call.

    The cell calls both, and neither learns the other's number.
    """

    telephone = forms.CharField(
        label=_("Your phone number"),
        max_length=20,
        help_text=_(
            "The complaint cell calls the complainant at the times they chose, then calls you on this number. "
            "You do not see the complainant's number."
        ),
        error_messages={"null_characters_not_allowed": UNREADABLE_TEXT, **FIELD_ERRORS},
    )
    words = TypedTextField(
        label=_("Note for the operator"), required=False, rows=2, help_text=_("For example, when you can be reached.")
    )
    details = ("telephone",)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["telephone"].widget.input_type = "tel"
        self.fields["telephone"].widget.attrs |= {"dir": "ltr", "autocomplete": "tel"}
