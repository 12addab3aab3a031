"""The forms for proposing a notice, in three languages."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Office
from complaints.models import Complaint
from complaints.rules import etag
from desk.audit.access_log_forms import day_field
from desk.moves.move_form import FIELD_ERRORS
from information.models import Helpline
from notices.desk import missing_child_draft
from notices.desk.notice_fields import (
    NOTICE_LANGUAGES,
    PART_LABELS,
    sexual_violence_field,
    text_field_names_of_kind,
    text_fields_of,
)
from notices.models.labels import CHILD_SEXES, REFUSALS, SEXES
from notices.rules.notice_content import PARTS_OF_KIND, ProposedContent, TranslatedText
from notices.rules.notice_kinds import LONGEST_PUBLICATION, PRESELECTED_HELPLINES, NoticeKind
from notices.rules.notice_refusals import NoticeRefusal
from notices.services.picture_inspection import SubmittedPhoto
from web.calendar_days import start_of_day

NUMBER_ERRORS = dict.fromkeys(("invalid", "min_value", "max_value"), _("Enter a whole number."))
ETAG_ERROR = _("This is not an E-tag. An E-tag has 12 digits.")


class NoticeContentForm(forms.Form):
    """The content of a notice of one kind. `content`: the present content, to renew or correct it."""

    age = forms.IntegerField(
        label=_("Age in years"), min_value=0, max_value=17, error_messages=FIELD_ERRORS | NUMBER_ERRORS
    )
    sex = forms.ChoiceField(label=_("Sex"), error_messages=FIELD_ERRORS)
    seen_at = forms.DateTimeField(
        label=_("When the child was last seen"),
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages=FIELD_ERRORS | {"invalid": _("Enter a valid date and time.")},
    )
    reward = forms.IntegerField(
        label=_("Reward in rupees, if there is one"),
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        error_messages=NUMBER_ERRORS,
    )
    helplines = forms.MultipleChoiceField(
        label=_("Numbers to call"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=FIELD_ERRORS | {"required": REFUSALS[NoticeRefusal.NO_NUMBER]},
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*,.heic"}),
        help_text=_("We publish a copy without the location where it was taken. The original file is not kept."),
        error_messages={"empty": _("The file is empty."), "invalid": _("Only photos are accepted here.")},
    )

    def __init__(
        self, data=None, files=None, *, kind: NoticeKind, at: datetime, content: ProposedContent | None = None
    ):
        super().__init__(
            data,
            files,
            initial=_initial_values_of_content(content) if content else {"helplines": PRESELECTED_HELPLINES[kind]},
        )
        self.kind, self.at = kind, at
        for name in {"age", "sex", "seen_at", "reward"} - PARTS_OF_KIND[kind]:
            del self.fields[name]
        if "sex" in self.fields:
            self.fields["sex"].choices = [("", "–"), *(CHILD_SEXES if kind is NoticeKind.ALERT else SEXES)]
            self.fields["sex"].required = kind is NoticeKind.ALERT
        self.fields |= dict(text_fields_of(kind))
        lines = Helpline.objects.advertised()
        self.fields["helplines"].choices = [(line.number, f"{line.spaced} · {line.name}") for line in lines]
        self.fields["until"] = day_field(_("Last day of publication"), required=True)
        self.fields["until"].help_text = (
            _("At most 14 days from today.") if kind is NoticeKind.ALERT else _("At most 90 days from today.")
        )
        self.fields["violence"] = sexual_violence_field()
        self.order_fields([*(name for name, _field in text_fields_of(kind)), *FIELD_ORDER])

    @property
    def notice_content(self) -> ProposedContent:
        """The content, from a valid form."""
        data = self.cleaned_data
        texts = {
            name: TranslatedText(*(data[f"{name}_{language}"] for language, _name in NOTICE_LANGUAGES))
            for name in text_field_names_of_kind(self.kind)
        }
        other_values = {name: data[name] for name in ("age", "sex", "seen_at", "reward") if name in data}
        day_begins, day_ends = start_of_day(data["until"]), start_of_day(data["until"] + timedelta(days=1))
        latest_end = self.at + LONGEST_PUBLICATION[self.kind]
        # On the last possible day the notice ends at this hour, not at midnight.
        end = latest_end if day_begins <= latest_end < day_ends else day_ends
        return ProposedContent(helplines=tuple(data["helplines"]), expires_at=end, **texts, **other_values)

    @property
    def suspects_sexual_violence(self) -> bool:
        """Whether the officer sees any sign of sexual violence, or is not sure."""
        return self.cleaned_data["violence"] != "no"

    @property
    def submitted_photo(self) -> SubmittedPhoto | None:
        """The uploaded picture, or the chosen photo of the complaint."""
        upload = self.cleaned_data.get("picture")
        if not upload and self.cleaned_data.get("photo"):
            return missing_child_draft.photo_as_submission(self.photos[self.cleaned_data["photo"]])
        return SubmittedPhoto(upload.name, upload.content_type or "", upload.size, upload.chunks()) if upload else None

    def add_refusal(self, reason: NoticeRefusal) -> None:
        """Add the reason of a refusal to the field that can correct it, or to the form."""
        field = FIELD_OF_REFUSAL.get(reason)
        self.add_error(field if field in self.fields else None, REFUSALS[reason])


class NewNoticeForm(NoticeContentForm):
    """The form for a new notice, with its office and, if there is one, its complaint."""

    office = forms.ChoiceField(label=_("District or office"), error_messages=FIELD_ERRORS)
    complaint = forms.CharField(
        label=_("E-tag of the complaint, if there is one"),
        required=False,
        max_length=30,
        help_text=_("It is never published. An officer named in the complaint sees neither this page nor the tips."),
        error_messages={
            "null_characters_not_allowed": REFUSALS[NoticeRefusal.UNREADABLE],
            "max_length": ETAG_ERROR,
        },
    )

    photo = forms.ChoiceField(
        label=_("Photo from the complaint"),
        required=False,
        error_messages=FIELD_ERRORS,
        help_text=_("Or choose another picture below."),
    )

    def __init__(self, *args, actor: Actor, offices: Iterable[Office], draft: dict | None = None, photos=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= draft or {}
        self.photos = {str(row.pk): row for row in photos}
        if self.photos:
            numbered = ((key, _("Photo %(number)s") % {"number": n}) for n, key in enumerate(self.photos, 1))
            self.fields["photo"].choices = [("", "–"), *numbered]
        else:
            del self.fields["photo"]
        self.actor, self.offices = actor, {str(office.pk): office for office in offices}
        self.fields["office"].choices = [("", "–"), *((key, office.name) for key, office in self.offices.items())]
        self.order_fields(["office", "complaint"])

    def clean_complaint(self) -> Complaint | None:
        """Return the complaint, if the officer may see it."""
        typed = self.cleaned_data["complaint"].strip()
        if not typed:
            return None
        try:
            number = etag.parse_etag(typed)
        except etag.MistypedEtag as mistyped:
            raise forms.ValidationError(ETAG_ERROR) from mistyped
        complaint = Complaint.objects.visible_to(self.actor, at=self.at).filter(etag=number).first()
        if complaint is None:
            raise forms.ValidationError(REFUSALS[NoticeRefusal.NO_SUCH_COMPLAINT])
        return complaint


class RenewalForm(NoticeContentForm):
    """The form for a renewal or a correction. The picture stays unless it is replaced or removed."""

    keep_picture = forms.BooleanField(label=_("Keep the current picture"), required=False, initial=True)


FIELD_ORDER = ("age", "sex", "seen_at", "reward", "photo", "picture", "keep_picture", "helplines", "until", "violence")
FIELD_OF_REFUSAL = {
    NoticeRefusal.NAME_MISSING: "name_en",
    NoticeRefusal.WORDS_MISSING: "words_en",
    NoticeRefusal.AGE_MISSING: "age",
    NoticeRefusal.NOT_A_CHILD: "age",
    NoticeRefusal.SEX_MISSING: "sex",
    NoticeRefusal.SEEN_LATER: "seen_at",
    NoticeRefusal.SEEN_MISSING: "seen_place_en",
    NoticeRefusal.NO_END: "until",
    NoticeRefusal.ENDS_TOO_LATE: "until",
    NoticeRefusal.NO_NUMBER: "helplines",
    NoticeRefusal.SEXUAL_VIOLENCE: "violence",
    NoticeRefusal.TELLS_OF_IT: "words_en",
    NoticeRefusal.NEVER_OF_THIS_KIND: "complaint",
    NoticeRefusal.NO_SUCH_COMPLAINT: "complaint",
    NoticeRefusal.PICTURE_NOT_READY: "picture",
}


def _initial_values_of_content(content: ProposedContent) -> dict:
    """Return a content as the initial values of the form. The end date must be chosen again."""
    texts = {
        f"{part}_{language}": text
        for part in ("name", "words", *PART_LABELS)
        for (language, _name), text in zip(NOTICE_LANGUAGES, getattr(content, part), strict=True)
    }
    seen_at = localtime(content.seen_at).replace(tzinfo=None) if content.seen_at else None
    plain = {name: getattr(content, name) for name in ("age", "sex", "reward", "helplines")}
    return texts | plain | {"seen_at": seen_at}
