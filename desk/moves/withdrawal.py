"""Forms of the moves after the complainant asked to withdraw: continue or withdraw the complaint."""

from django.utils.translation import gettext_lazy as _

from desk.moves.move_form import MoveForm, TypedTextField


class KeepComplaintForm(MoveForm):
    """Continue a complaint after the complainant asked to withdraw it."""

    words = TypedTextField(
        label=_("Call note"),
        required=False,
        rows=2,
        help_text=_("The complainant wants to continue, or could not be reached in private."),
    )


class WithdrawForm(MoveForm):
    """Withdraw a complaint after the complaint cell asked the complainant in private."""

    words = TypedTextField(
        label=_("Call note"),
        rows=3,
        help_text=_(
            "The complainant told you this in private and nobody is putting pressure on them. They can reopen "
            "the complaint within 90 days."
        ),
    )
