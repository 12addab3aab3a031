"""Forms of the moves that write to the complainant or to other officers without a change of status."""

from django.utils.translation import gettext_lazy as _

from desk.moves.move_form import MoveForm, TypedTextField


class TellCitizenForm(MoveForm):
    """Send the complainant a message that needs no answer and pauses nothing."""

    words = TypedTextField(
        label=_("Your message"),
        help_text=_("This appears on the complainant's page. They may answer. No deadline is paused."),
    )


class OfficerNoteForm(MoveForm):
    """Write a note for other officers."""

    words = TypedTextField(
        label=_("Your note"),
        rows=3,
        help_text=_("Everyone in your office and above who can open this file can read this. You cannot undo it."),
    )
