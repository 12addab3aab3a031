"""The forms of Django's admin for offices, officers, postings and roles that wait. Each acts through a service."""

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils.translation import gettext_lazy as _

from accounts.administration import ActForm, NamedForm
from accounts.models import Office, Officer, Posting, RoleGrant
from accounts.models.staff_act import StaffActKind
from accounts.rules.office_rows import WHERE, OfficeRow
from accounts.rules.roles import Role
from accounts.services import grants, invitations, officers, offices, postings, second_factors, staff_acts
from accounts.services.refusals import StaffChangeRefused

PERSON = ["email", "name_en", "name_ur", "rank", "belt_number", "is_woman", "language"]
LANGUAGES = [("ur", _("Urdu")), ("en", _("English"))]


class NewOfficeForm(ActForm):
    """One row of an office list: the same rules as `import_offices`."""

    is_correction = False

    class Meta:
        model = Office
        fields = [
            *("code", "kind", "parent", "name_en", "name_ur", "head_title", "routes_to"),
            *(*WHERE, "certainty", "source"),
        ]

    def act(self):
        given = self.cleaned_data | {
            name: office.code if (office := self.cleaned_data[name]) else "" for name in ("parent", "routes_to")
        }
        given["code"] = self.instance.code
        given["where"] = {name: "" if (known := given.pop(name)) is None else str(known) for name in WHERE}
        given.pop("name_change", None)
        row = OfficeRow(line=1, **given)
        report = offices.import_offices(rows=[row], by=self.by, at=self.at, correction=self.is_correction)
        if report.errors:
            raise forms.ValidationError([problem.message for problem in report.errors])
        return Office.objects.get(code=given["code"])


class OfficeForm(NamedForm, NewOfficeForm):
    """Change an office. A new name, or a new post of its head, needs a reason: renamed or corrected."""

    class Meta(NewOfficeForm.Meta):
        fields = [
            *("code", "kind", "parent", "name_en", "name_ur", "head_title", "name_change", "routes_to"),
            *(*WHERE, "certainty", "source"),
        ]


class NewOfficerForm(ActForm):
    """Recorded, and invited by e-mail."""

    language = forms.ChoiceField(label=_("language of messages"), choices=LANGUAGES)

    class Meta:
        model = Officer
        fields = PERSON

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def act(self):
        given = {name: self.cleaned_data[name] for name in PERSON}
        officer = officers.create_officer(**given, by=self.by, at=self.at)
        staff_acts.note(StaffActKind.RECORDED, officer=officer, by=self.by, at=self.at)
        invitations.invite(officer=officer, by=self.by, at=self.at)
        return officer


class OfficerForm(NamedForm):
    """The record changed; or one of the acts on an account. The address stays: the invitation proved whose it is."""

    ACTS = [
        ("", _("no other action")),
        ("invite", _("send the invitation again")),
        ("reset", _("locked out: remove the second factor")),
        ("deactivate", _("block sign-in and end all postings")),
        ("reactivate", _("sign-in allowed again")),
    ]
    language = forms.ChoiceField(label=_("language of messages"), choices=LANGUAGES)
    also = forms.ChoiceField(label=_("Additional action"), choices=ACTS, required=False)
    words = forms.CharField(
        label=_("How you verified the officer's identity"),
        required=False,
        max_length=400,
        help_text=_("Only needed when you remove a second factor."),
    )

    class Meta:
        model = Officer
        fields = ["name_en", "name_ur", "name_change", *PERSON[3:]]

    def clean(self):
        if self.cleaned_data.get("also") == "reset" and not self.cleaned_data.get("words", "").strip():
            self.add_error("words", _("Please fill this in."))
        return self.cleaned_data

    def act(self):
        facts = {name: self.cleaned_data[name] for name in PERSON[1:]}
        facts["correction"] = self.is_correction
        officer = officers.change_record(officer=self.instance, by=self.by, at=self.at, **facts)
        self._also(officer)
        return officer

    def _also(self, officer):
        if self.cleaned_data["also"] and officer.pk == self.by.officer_id:
            raise StaffChangeRefused(_("Another administrator has to do that for you."))
        match self.cleaned_data["also"]:
            case "invite":
                invitations.invite(officer=officer, by=self.by, at=self.at)
            case "reset":
                second_factors.reset_factors(officer=officer, by=self.by, at=self.at, words=self.cleaned_data["words"])
            case "deactivate":
                officers.deactivate(officer=officer, by=self.by, at=self.at)
            case "reactivate":
                officers.reactivate(officer=officer, by=self.by, at=self.at)


class LastingForm(ActForm):
    """From when and until when; `term` is what was typed."""

    starts_at = forms.SplitDateTimeField(
        label=_("from"), required=False, help_text=_("Leave empty to start now."), widget=AdminSplitDateTime
    )
    ends_at = forms.SplitDateTimeField(
        label=_("until"),
        required=False,
        help_text=_("For an acting charge. Leave empty if it has no fixed end."),
        widget=AdminSplitDateTime,
    )

    @property
    def term(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at")}


class NewPostingForm(LastingForm):
    """A posting that one administrator gives, from now or from a day to come."""

    class Meta:
        model = Posting
        fields = ["officer", "office", "role", "is_head", "acting"]
        labels = {"officer": _("officer"), "office": _("office")}

    def act(self):
        given = {name: self.cleaned_data[name] for name in ("officer", "office", "is_head", "acting")}
        if self.term["starts_at"] and self.term["starts_at"] < self.at:
            raise StaffChangeRefused(_("A posting cannot begin in the past."))
        return postings.post(**given, **self.term, role=Role(self.cleaned_data["role"]), by=self.by, at=self.at)


class PostingForm(ActForm):
    """Of a posting only its end is changed: now (one to come is called off), at a time to come, or at this second by
    passing on to an office."""

    ends = forms.BooleanField(
        label=_("End it now"), required=False, help_text=_("If it has not started, it is cancelled.")
    )
    end_at = forms.SplitDateTimeField(
        label=_("End it on"),
        required=False,
        widget=AdminSplitDateTime,
        help_text=_("Until then nothing changes. What the officer still holds then goes to the head of the office."),
    )
    to = forms.ModelChoiceField(
        Office.objects.order_by("path"),
        label=_("Transfer now to"),
        required=False,
        help_text=_("This ends the current posting."),
    )

    class Meta:
        model = Posting
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("end_at", self.instance.ends_at)

    def act(self):
        to = self.cleaned_data["to"]
        if to:
            return postings.transfer(posting=self.instance, to=to, by=self.by, at=self.at)
        if self.cleaned_data["ends"]:
            return postings.end_posting(posting=self.instance, by=self.by, at=self.at)
        if "end_at" not in self.changed_data:
            return self.instance
        end_at = self.cleaned_data["end_at"]
        return postings.schedule_end(posting=self.instance, ends_at=end_at, by=self.by, at=self.at)


class AskForm(LastingForm):
    """Ask for a role that two administrators give: at the CPO, at a cell, and over a district or region."""

    class Meta:
        model = RoleGrant
        fields = ["officer", "office", "role", "is_head", "acting", "transfers"]
        help_texts = {"transfers": _("The officer's current posting, if it ends when this is confirmed.")}

    def act(self):
        given = {name: self.cleaned_data[name] for name in ("officer", "office", "is_head", "acting", "transfers")}
        return grants.ask_for(**given, **self.term, role=Role(self.cleaned_data["role"]), by=self.by, at=self.at)


class DecideForm(ActForm):
    """What a second administrator says to it."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("", "–"), ("confirm", _("Confirm and start now")), ("refuse", _("Refuse"))],
    )

    class Meta:
        model = RoleGrant
        fields = []

    def act(self):
        if self.cleaned_data["decision"] == "confirm":
            grants.confirm(grant=self.instance, by=self.by, at=self.at)
        else:
            grants.refuse(grant=self.instance, by=self.by, at=self.at)
        return RoleGrant.objects.get(pk=self.instance.pk)
