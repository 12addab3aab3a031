"""Django admin forms for offices, officers, postings and requested roles. Each one saves through a service."""

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import RenameForm, ServiceForm
from accounts.models import Office, OfficeChange, Officer, Posting, RoleGrant
from accounts.models.staff_act import StaffActKind
from accounts.rules.office_rows import OPTIONAL_COLUMNS, OfficeListRow
from accounts.rules.roles import Role
from accounts.services import (
    admin_log,
    linked_identities,
    office_changes,
    office_import,
    officer_invitations,
    officers,
    postings,
    role_requests,
    second_factor_reset,
)
from accounts.services.staff_refusals import StaffChangeRefused

PERSONAL_FIELDS = ["email", "name_en", "name_ur", "rank", "belt_number", "is_woman", "language"]
LANGUAGES = [("ur", _("Urdu")), ("en", _("English"))]


class NewOfficeForm(ServiceForm):
    """Create an office. It is one row of an office list, under the same rules as `import_offices`."""

    is_correction = False

    class Meta:
        model = Office
        fields = [
            *("code", "kind", "parent", "name_en", "name_ur", "head_title", "routes_to"),
            *(*OPTIONAL_COLUMNS, "certainty", "source"),
        ]

    def act(self):
        instance = self.instance
        given = {"kind": instance.kind, "parent": instance.parent} | self.cleaned_data  # kind and parent if it is new
        values = given | {name: office.code if (office := given[name]) else "" for name in ("parent", "routes_to")}
        values["code"] = instance.code
        values["optional_cells"] = {
            name: "" if (value := values.pop(name)) is None else str(value) for name in OPTIONAL_COLUMNS
        }
        values.pop("name_change", None)
        row = OfficeListRow(line=1, **values)
        report = office_import.import_offices(rows=[row], by=self.by, at=self.at, correction=self.is_correction)
        if report.errors:
            raise forms.ValidationError([problem.message for problem in report.errors])
        return Office.objects.get(code=values["code"])


class ChangeOfficeForm(RenameForm, NewOfficeForm):
    """Change an office. For a new name or a new title of its head, state whether it is a rename or a correction."""

    class Meta(NewOfficeForm.Meta):
        fields = [
            *("code", "kind", "parent", "name_en", "name_ur", "head_title", "name_change", "routes_to"),
            *(*OPTIONAL_COLUMNS, "certainty", "source"),
        ]


class OfficeRequestForm(ServiceForm):
    """Request another kind or parent of an office. A second administrator confirms it after a day."""

    class Meta:
        model = OfficeChange
        fields = ["office", "kind", "parent"]
        help_texts = {
            "kind": _("Leave empty if it stays the same."),
            "parent": _("Leave empty if it stays the same. The offices below move along."),
        }

    def act(self):
        values = {name: self.cleaned_data[name] for name in ("office", "kind", "parent")}
        return office_changes.request_office_change(**values, by=self.by, at=self.at)


class NewOfficerForm(ServiceForm):
    """Create an officer and invite them by e-mail."""

    language = forms.ChoiceField(label=_("language of messages"), choices=LANGUAGES)

    class Meta:
        model = Officer
        fields = PERSONAL_FIELDS

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def act(self):
        values = {name: self.cleaned_data[name] for name in PERSONAL_FIELDS}
        officer = officers.create_officer(**values, by=self.by, at=self.at)
        admin_log.log_staff_act(StaffActKind.RECORDED, officer=officer, by=self.by, at=self.at)
        officer_invitations.invite_officer(officer=officer, by=self.by, at=self.at)
        return officer


class ChangeOfficerForm(RenameForm):
    """Change an officer's record, or act on their account.

    The e-mail address cannot change: the invitation has proved that it belongs to this officer.
    """

    ACTS = [
        ("", _("no other action")),
        ("invite", _("send the invitation again")),
        ("reset", _("locked out: remove the second factor")),
        ("unlink", _("unlink the single sign-on")),
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
        fields = ["name_en", "name_ur", "name_change", *PERSONAL_FIELDS[3:]]

    def clean(self):
        if self.cleaned_data.get("also") == "reset" and not self.cleaned_data.get("words", "").strip():
            self.add_error("words", _("Please fill this in."))
        return self.cleaned_data

    def act(self):
        values = {name: self.cleaned_data[name] for name in PERSONAL_FIELDS[1:]}
        officer = officers.change_officer_record(
            officer=self.instance, by=self.by, at=self.at, correction=self.is_correction, **values
        )
        self._act_on_account(officer)
        return officer

    def _act_on_account(self, officer):
        if self.cleaned_data["also"] and officer.pk == self.by.officer_id:
            raise StaffChangeRefused(_("Another administrator has to do that for you."))
        match self.cleaned_data["also"]:
            case "invite":
                officer_invitations.invite_officer(officer=officer, by=self.by, at=self.at)
            case "reset":
                second_factor_reset.reset_factors(
                    officer=officer, by=self.by, at=self.at, words=self.cleaned_data["words"]
                )
            case "unlink":
                linked_identities.unlink_identity(officer=officer, by=self.by, at=self.at)
            case "deactivate":
                officers.deactivate_officer(officer=officer, by=self.by, at=self.at)
            case "reactivate":
                officers.reactivate_officer(officer=officer, by=self.by, at=self.at)


class TermForm(ServiceForm):
    """A form with an optional start and end. `term` holds both as entered."""

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


class NewPostingForm(TermForm):
    """Create a posting that needs only one administrator, from now or from a later time."""

    class Meta:
        model = Posting
        fields = ["officer", "office", "role", "is_head", "acting"]
        labels = {"officer": _("officer"), "office": _("office")}

    def act(self):
        values = {name: self.cleaned_data[name] for name in ("officer", "office", "is_head", "acting")}
        if self.term["starts_at"] and self.term["starts_at"] < self.at:
            raise StaffChangeRefused(_("A posting cannot begin in the past."))
        return postings.create_posting(
            **values, **self.term, role=Role(self.cleaned_data["role"]), by=self.by, at=self.at
        )


class EndPostingForm(ServiceForm):
    """End a posting or transfer the officer to another office, now or later.

    Nothing else about a posting can change. Ending one that has not begun cancels it.
    """

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
        label=_("Transfer to"),
        required=False,
        help_text=_(
            "The same post at another office. It begins at the moment when this posting ends: at the time above, or "
            "now if no time is given."
        ),
    )

    class Meta:
        model = Posting
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("end_at", self.instance.ends_at)

    def act(self):
        to, starts_at = self.cleaned_data["to"], None if self.cleaned_data["ends"] else self.cleaned_data["end_at"]
        if to:
            transfer = {"posting": self.instance, "to": to, "starts_at": starts_at}
            return postings.transfer_officer(**transfer, by=self.by, at=self.at)
        if self.cleaned_data["ends"]:
            return postings.end_posting(posting=self.instance, by=self.by, at=self.at)
        if "end_at" not in self.changed_data:
            return self.instance
        end_at = self.cleaned_data["end_at"]
        return postings.schedule_end(posting=self.instance, ends_at=end_at, by=self.by, at=self.at)


class RoleRequestForm(TermForm):
    """Request a role that needs two administrators: at the CPO, at a complaint cell, and over a district or region."""

    class Meta:
        model = RoleGrant
        fields = ["officer", "office", "role", "is_head", "acting", "transfers"]
        help_texts = {"transfers": _("The officer's current posting, if it ends when this one begins.")}

    def act(self):
        values = {name: self.cleaned_data[name] for name in ("officer", "office", "is_head", "acting", "transfers")}
        return role_requests.request_role(
            **values, **self.term, role=Role(self.cleaned_data["role"]), by=self.by, at=self.at
        )


class RoleDecisionForm(ServiceForm):
    """Confirm or refuse a requested role as the second administrator."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("", "–"), ("confirm", _("Confirm and start now")), ("refuse", _("Refuse"))],
    )

    class Meta:
        model = RoleGrant
        fields = []

    def act(self):
        if self.cleaned_data["decision"] == "confirm":
            role_requests.confirm_role(grant=self.instance, by=self.by, at=self.at)
        else:
            role_requests.refuse_role(grant=self.instance, by=self.by, at=self.at)
        return RoleGrant.objects.get(pk=self.instance.pk)


class OfficeDecisionForm(ServiceForm):
    """Confirm or refuse a requested move of an office as the second administrator."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("", "–"), ("confirm", _("Confirm and move now")), ("refuse", _("Refuse"))],
    )

    class Meta:
        model = OfficeChange
        fields = []

    def act(self):
        if self.cleaned_data["decision"] == "confirm":
            office_changes.confirm_office_change(change=self.instance, by=self.by, at=self.at)
        else:
            office_changes.refuse_office_change(change=self.instance, by=self.by, at=self.at)
        return OfficeChange.objects.get(pk=self.instance.pk)
