"""The forms of the moves that only a complaint cell makes: to another cell, to another kind, and after its calls."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.desk.move_form import PLEASE, MoveForm, TypedWords


class ForwardForm(MoveForm):
    """`offices`: the cells it may go to; `ends`: the third time it is nobody's to choose, the CPO's cell decides."""

    to = forms.ChoiceField(label=_("Whose complaint cell?"), error_messages=PLEASE)
    words = TypedWords(
        label=_("Why it is theirs"),
        rows=3,
        help_text=_("Their cell reads it. The clocks run on, and the complainant is told where it is."),
    )

    def __init__(self, data=None, *, offices=(), ends=False, **kwargs):
        super().__init__(data, **kwargs)
        if ends:
            del self.fields["to"]
            self.fields["words"].help_text = _(
                "It has been forwarded twice. Now it goes to the Central Police Office's complaint cell, which decides."
            )
        else:
            self.fields["to"].choices = [("", _("Choose an office")), *((str(one.pk), one.name) for one in offices)]


class RecategoriseForm(MoveForm):
    """`kinds`: all but the present one. A kind without limits closes it as feedback, at the CPO."""

    category = forms.ChoiceField(label=_("What it is about"), error_messages=PLEASE)
    words = TypedWords(
        label=_("Why it is that"),
        rows=2,
        help_text=_("The complainant reads it. An earlier deadline stands; a later one only the CPO's cell gives."),
    )
    details = ("category",)

    def __init__(self, data=None, *, kinds=(), **kwargs):
        super().__init__(data, **kwargs)
        self.fields["category"].choices = [("", _("Choose a kind")), *((one.code, one.name) for one in kinds)]


class CloseAsFeedbackForm(MoveForm):
    words = TypedWords(
        label=_("Your answer"), rows=3, help_text=_("The complainant reads it. Nothing is looked into; it is filed.")
    )


class LeaveUnconfirmedForm(MoveForm):
    words = TypedWords(
        label=_("Note of the calls"),
        required=False,
        rows=2,
        help_text=_("Three calls on two days have failed. The contact counts as never confirmed."),
    )

    def __init__(self, data=None, *, has_phone=True, **kwargs):
        super().__init__(data, **kwargs)
        if not has_phone:
            self.fields["words"].label = _("Your note")
            self.fields["words"].help_text = _(
                "They have no phone and gave no answer for three days. The contact counts as never confirmed."
            )


class ExcuseContactForm(MoveForm):
    words = TypedWords(
        label=_("How you rang"),
        rows=2,
        help_text=_("The officer tried three times, you rang once: no contact is owed. The complainant reads this."),
    )
