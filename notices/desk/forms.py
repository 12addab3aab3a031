"""What officers fill in to propose a notice, in three languages."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Office
from complaints.models import Complaint
from complaints.rules import etag
from desk.audit.forms import day_field
from desk.moves.move_form import PLEASE
from desk.team.forms import midnight
from information.models import Helpline
from notices.desk import alert_draft
from notices.desk.fields import LANGUAGES, SPOKEN, parts_of, spoken_fields, violence_field
from notices.models.labels import OF_A_CHILD, REFUSALS, SEXES
from notices.rules.content import PARTS, Content, NoticeContent
from notices.rules.kinds import FIRST_CALLS, LONGEST, NoticeKind
from notices.rules.refusals import Refusal
from notices.services.pictures import Handed

NUMBER = dict.fromkeys(("invalid", "min_value", "max_value"), _("Write a whole number."))
NO_ETAG = _("This is not an E-tag. An E-tag has 12 digits.")


class ContentForm(forms.Form):
    """A notice of one kind. `told` is what it says; of a renewal everything is filled in already."""

    age = forms.IntegerField(label=_("Age in years"), min_value=0, max_value=17, error_messages=PLEASE | NUMBER)
    sex = forms.ChoiceField(label=_("Sex"), error_messages=PLEASE)
    seen_at = forms.DateTimeField(
        label=_("When the child was last seen"),
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages=PLEASE | {"invalid": _("Enter a valid date and time.")},
    )
    reward = forms.IntegerField(
        label=_("Reward in rupees, if there is one"),
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        error_messages=NUMBER,
    )
    helplines = forms.MultipleChoiceField(
        label=_("Numbers to call"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=PLEASE | {"required": REFUSALS[Refusal.NO_NUMBER]},
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*,.heic"}),
        help_text=_("We publish a copy without the location where it was taken. The original file is not kept."),
        error_messages={"empty": _("The file is empty."), "invalid": _("Only photos are accepted here.")},
    )

    def __init__(self, data=None, files=None, *, kind: NoticeKind, at: datetime, content: Content | None = None):
        super().__init__(data, files, initial=_typed(content) if content else {"helplines": FIRST_CALLS[kind]})
        self.kind, self.at = kind, at
        for name in {"age", "sex", "seen_at", "reward"} - PARTS[kind]:
            del self.fields[name]
        if "sex" in self.fields:
            self.fields["sex"].choices = [("", "–"), *(OF_A_CHILD if kind is NoticeKind.ALERT else SEXES)]
            self.fields["sex"].required = kind is NoticeKind.ALERT
        self.fields |= dict(spoken_fields(kind))
        lines = Helpline.objects.advertised()
        self.fields["helplines"].choices = [(line.number, f"{line.spaced} · {line.name}") for line in lines]
        self.fields["until"] = day_field(_("Last day of publication"), required=True)
        self.fields["until"].help_text = _until_when(kind)
        self.fields["violence"] = violence_field()
        self.order_fields([*(name for name, _field in spoken_fields(kind)), *ORDER])

    @property
    def told(self) -> Content:
        """What it says, of a form that is right."""
        given = self.cleaned_data
        spoken = {
            name: NoticeContent(*(given[f"{name}_{language}"] for language, _words in LANGUAGES))
            for name in parts_of(self.kind)
        }
        plain = {name: given[name] for name in ("age", "sex", "seen_at", "reward") if name in given}
        first, last = midnight(given["until"]), midnight(given["until"] + timedelta(days=1))
        longest = self.at + LONGEST[self.kind]
        end = longest if first <= longest < last else last  # on the last possible day it ends at this hour
        return Content(helplines=tuple(given["helplines"]), expires_at=end, **spoken, **plain)

    @property
    def violence(self) -> bool:
        """What was answered to the question."""
        return self.cleaned_data["violence"] != "no"

    @property
    def handed(self) -> Handed | None:
        """The picture that came with it, or the photo of the complaint that was chosen."""
        upload = self.cleaned_data.get("picture")
        if not upload and self.cleaned_data.get("photo"):
            return alert_draft.handed(self.photos[self.cleaned_data["photo"]])
        return Handed(upload.name, upload.content_type or "", upload.size, upload.chunks()) if upload else None

    def refuse(self, reason: Refusal) -> None:
        """Put why the service refused it beside the field that can mend it, or over the form."""
        field = BESIDE.get(reason)
        self.add_error(field if field in self.fields else None, REFUSALS[reason])


class NewForm(ContentForm):
    """A new notice: also for which office, and of which complaint."""

    office = forms.ChoiceField(label=_("District or office"), error_messages=PLEASE)
    complaint = forms.CharField(
        label=_("E-tag of the complaint, if there is one"),
        required=False,
        max_length=30,
        help_text=_("It is never published. An officer named in the complaint sees neither this page nor the tips."),
        error_messages={
            "null_characters_not_allowed": REFUSALS[Refusal.UNREADABLE],
            "max_length": NO_ETAG,
        },
    )

    photo = forms.ChoiceField(
        label=_("Photo from the complaint"),
        required=False,
        error_messages=PLEASE,
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
        """A complaint that exists for this officer."""
        typed = self.cleaned_data["complaint"].strip()
        if not typed:
            return None
        try:
            number = etag.parse(typed)
        except etag.Mistyped as mistyped:
            raise forms.ValidationError(NO_ETAG) from mistyped
        known = Complaint.objects.visible_to(self.actor, at=self.at).filter(etag=number).first()
        if known is None:
            raise forms.ValidationError(REFUSALS[Refusal.NO_SUCH_COMPLAINT])
        return known


class AgainForm(ContentForm):
    """A renewal or a correction; the picture stays unless another one is chosen or it is taken out."""

    keep_picture = forms.BooleanField(label=_("Keep the current picture"), required=False, initial=True)


ORDER = ("age", "sex", "seen_at", "reward", "photo", "picture", "keep_picture", "helplines", "until", "violence")
BESIDE = {
    Refusal.NAME_MISSING: "name_en",
    Refusal.WORDS_MISSING: "words_en",
    Refusal.AGE_MISSING: "age",
    Refusal.NOT_A_CHILD: "age",
    Refusal.SEX_MISSING: "sex",
    Refusal.SEEN_LATER: "seen_at",
    Refusal.SEEN_MISSING: "seen_place_en",
    Refusal.NO_END: "until",
    Refusal.ENDS_TOO_LATE: "until",
    Refusal.NO_NUMBER: "helplines",
    Refusal.SEXUAL_VIOLENCE: "violence",
    Refusal.TELLS_OF_IT: "words_en",
    Refusal.NEVER_OF_THIS_KIND: "complaint",
    Refusal.NO_SUCH_COMPLAINT: "complaint",
    Refusal.PICTURE_NOT_READY: "picture",
}


def _until_when(kind: NoticeKind):
    return _("At most 14 days from today.") if kind is NoticeKind.ALERT else _("At most 90 days from today.")


def _typed(content: Content) -> dict:
    """A content as the form's initial values; its end is chosen anew."""
    spoken = {
        f"{part}_{language}": said
        for part in ("name", "words", *SPOKEN)
        for (language, _words), said in zip(LANGUAGES, getattr(content, part), strict=True)
    }
    seen_at = localtime(content.seen_at).replace(tzinfo=None) if content.seen_at else None
    plain = {name: getattr(content, name) for name in ("age", "sex", "reward", "helplines")}
    return spoken | plain | {"seen_at": seen_at}
