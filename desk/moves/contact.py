"""Forms of the moves about the contact: try, record, confirm, deny, leave unconfirmed, excuse."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Posting
from complaints.models import ContactAnswer
from complaints.models.display.complaint_labels import WAYS
from complaints.queries.women_officers import women_officers_near
from complaints.rules.calls.contact_ways import ContactWay, permitted_ways
from desk.formatting import joined
from desk.moves.move_form import FIELD_ERRORS, MoveForm, TypedTextField


class TryContactForm(MoveForm):
    """Record an attempt to reach the complainant that failed."""

    words = TypedTextField(
        label=_("How you tried to reach them"),
        rows=2,
        help_text=_("After three attempts at least two hours apart, the complaint cell tries once more."),
    )


class RecordContactForm(MoveForm):
    """Record that the holder spoke to the complainant.

    If the holder can reach the complainant only through the portal, the form sends a message instead, which the
    complainant answers on their page.
    """

    how = forms.ChoiceField(label=_("How did you speak?"), widget=forms.RadioSelect, error_messages=FIELD_ERRORS)
    words = TypedTextField(
        label=_("What was said"),
        help_text=_("The complainant will read this and will be asked whether you spoke to them yourself."),
    )
    spoke = forms.ChoiceField(label=_("Who spoke to them?"), required=False, error_messages=FIELD_ERRORS)
    details = ("how", "spoke")

    @classmethod
    def form_arguments_for(cls, complaint, *, by, at, exclusion=None) -> dict:
        is_protected = complaint.identity_is_protected
        ways = permitted_ways(hidden=is_protected, has_phone=complaint.has_phone, has_email=complaint.has_email)
        women = women_officers_near(complaint, at=at) if complaint.woman_officer and not is_protected else ()
        return {"ways": ways, "women": women}

    def __init__(self, data=None, *, ways: Sequence[ContactWay] = (), women: Sequence[Posting] = (), **kwargs):
        super().__init__(data, **kwargs)
        self._offer_women_officers(women)
        if list(ways) == [ContactWay.PORTAL]:
            del self.fields["how"]
            self.fields["words"].label = _("Your message to the complainant")
            self.fields["words"].help_text = _(
                "This appears on their page. If they answer it there, that counts as the contact. You "
                "cannot call them yourself."
            )
        else:
            self.fields["how"].choices = [(way.value, label) for way, label in WAYS if way in ways]

    def _offer_women_officers(self, women: Sequence[Posting]) -> None:
        """Let the holder name the woman officer who spoke for them, if the complainant asked for one."""
        if not women:
            del self.fields["spoke"]
            return
        choices = [(str(one.pk), joined(one.officer.title, one.post, one.office.name)) for one in women]
        self.fields["spoke"].choices = [("", _("I did")), *choices]
        self.fields["spoke"].help_text = _(
            "The complainant asked for a woman officer and will be asked whether she spoke to them."
        )
        self.order_fields(["how", "spoke", "words", "seen"])


class ConfirmContactForm(MoveForm):
    """Confirm a claimed contact, after a call to the complainant."""

    words = TypedTextField(label=_("Call note"), required=False, rows=2)


class DenyContactForm(MoveForm):
    """Record that, in a call, the complainant denied a claimed contact."""

    answer = forms.ChoiceField(
        label=_("Complainant's answer"),
        choices=[(answer.value, answer.label) for answer in (ContactAnswer.SOMEONE_ELSE, ContactAnswer.NOBODY)],
        widget=forms.RadioSelect,
        error_messages=FIELD_ERRORS,
    )
    words = TypedTextField(label=_("Call note"), required=False, rows=2)
    details = ("answer",)


class LeaveUnconfirmedForm(MoveForm):
    """Record that the complainant neither confirmed nor denied a claimed contact."""

    words = TypedTextField(
        label=_("Call notes"),
        required=False,
        rows=2,
        help_text=_("Three calls on two days failed. The contact will be recorded as unconfirmed."),
    )

    @classmethod
    def form_arguments_for(cls, complaint, *, by, at, exclusion=None) -> dict:
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
    """Excuse the holder from the contact, because the complaint cell could not reach the complainant either."""

    words = TypedTextField(
        label=_("How you called"),
        rows=2,
        help_text=_(
            "The officer tried three times and you called once, so contact is no longer required. The "
            "complainant will read this."
        ),
    )
