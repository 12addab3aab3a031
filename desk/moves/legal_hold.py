"""Forms of the moves that place and lift a legal hold."""

from django.utils.translation import gettext_lazy as _

from desk.moves.move_form import MoveForm, TypedTextField


class PlaceLegalHoldForm(MoveForm):
    """Place a complaint under legal hold."""

    words = TypedTextField(
        label=_("Why it has to be kept"),
        rows=3,
        help_text=_(
            "Which court, inquiry or case may need it. Officers read this. The complainant sees only that "
            "the complaint is kept."
        ),
    )


class LiftLegalHoldForm(MoveForm):
    """Lift a legal hold."""

    words = TypedTextField(
        label=_("Why it no longer needs to be kept"),
        rows=3,
        help_text=_("If its retention period has ended, its personal details are destroyed the next night."),
    )
