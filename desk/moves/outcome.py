"""Form of the move that rejects a complaint."""

from django.utils.translation import gettext_lazy as _

from desk.moves.move_form import MoveForm, TypedTextField


class RejectForm(MoveForm):
    """Reject a complaint with a reasoned order."""

    words = TypedTextField(
        label=_("Your order, with its reasons"),
        help_text=_("The complainant will read it. Say why, and where they can go instead."),
        rows=5,
    )
