"""The forms of the moves that only a complaint cell makes: to another cell, to another kind, and after its calls."""

from django import forms
from django.utils.translation import gettext_lazy as _

from citizen.queries import filing
from complaints.queries.complaint_cells import cells_for
from desk.moves.move_form import PLEASE, MoveForm, TypedWords


class ForwardForm(MoveForm):
    """`offices`: the cells it may go to; `ends`: the third time it is nobody's to choose, the CPO's cell decides."""

    to = forms.ChoiceField(label=_("Forward to"), error_messages=PLEASE)
    words = TypedWords(
        label=_("Reason"),
        rows=3,
        help_text=_(
            "That complaint cell will read it. Deadlines keep running, and the complainant is told where the "
            "complaint is."
        ),
    )

    @classmethod
    def arguments_for(cls, complaint, *, by, at, wall=None) -> dict:
        offices, ends = cells_for(complaint)
        return {"offices": offices, "ends": ends}

    def __init__(self, data=None, *, offices=(), ends=False, **kwargs):
        super().__init__(data, **kwargs)
        if ends:
            del self.fields["to"]
            self.fields["words"].help_text = _(
                "This complaint has been forwarded twice. It now goes to the complaint cell of the Central "
                "Police Office, which will decide."
            )
        else:
            self.fields["to"].choices = [("", _("Choose an office")), *((str(one.pk), one.name) for one in offices)]


class RecategoriseForm(MoveForm):
    """`kinds`: all but the present one. A kind without limits closes it as feedback, at the CPO."""

    category = forms.ChoiceField(label=_("Category"), error_messages=PLEASE)
    words = TypedWords(
        label=_("Reason"),
        rows=2,
        help_text=_(
            "The complainant will read this. The new category can shorten the deadline. Only the complaint cell "
            "of the Central Police Office can extend it."
        ),
    )
    details = ("category",)

    @classmethod
    def arguments_for(cls, complaint, *, by, at, wall=None) -> dict:
        return {"kinds": [one for one in filing.offered_categories() if one.pk != complaint.category_id]}

    def __init__(self, data=None, *, kinds=(), **kwargs):
        super().__init__(data, **kwargs)
        self.fields["category"].choices = [("", _("Choose a category")), *((one.code, one.name) for one in kinds)]


class CloseAsFeedbackForm(MoveForm):
    words = TypedWords(
        label=_("Your answer"),
        rows=3,
        help_text=_("The complainant will read this. There will be no inquiry. It is kept as feedback."),
    )


class LeaveUnconfirmedForm(MoveForm):
    words = TypedWords(
        label=_("Call notes"),
        required=False,
        rows=2,
        help_text=_("Three calls on two days failed. The contact will be recorded as unconfirmed."),
    )

    @classmethod
    def arguments_for(cls, complaint, *, by, at, wall=None) -> dict:
        return {"has_phone": complaint.has_phone}

    def __init__(self, data=None, *, has_phone=True, **kwargs):
        super().__init__(data, **kwargs)
        if not has_phone:
            self.fields["words"].label = _("Your note")
            self.fields["words"].help_text = _(
                "The complainant has no phone and did not answer for 3 days. The contact will be recorded "
                "as unconfirmed."
            )


class ExcuseContactForm(MoveForm):
    words = TypedWords(
        label=_("How you called"),
        rows=2,
        help_text=_(
            "The officer tried three times and you called once, so contact is no longer required. The "
            "complainant will read this."
        ),
    )
