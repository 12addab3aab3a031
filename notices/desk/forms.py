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
    """The content of a notice of one kind. `content`: the present content, to renew or correct it."""

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
        super().__init__(data, files, initial=_initial_values(content) if content else {"helplines": FIRST_CALLS[kind]})
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
        self.fields["until"].help_text = (
            _("At most 14 days from today.") if kind is NoticeKind.ALERT else _("At most 90 days from today.")
        )
        self.fields["violence"] = violence_field()
        self.order_fields([*(name for name, _field in spoken_fields(kind)), *ORDER])

    @property
    def told(self) -> Content:
        """The content, from a valid form."""
        data = self.cleaned_data
        texts = {
            name: NoticeContent(*(data[f"{name}_{language}"] for language, _name in LANGUAGES))
            for name in parts_of(self.kind)
        }
        plain = {name: data[name] for name in ("age", "sex", "seen_at", "reward") if name in data}
        day_begins, day_ends = midnight(data["until"]), midnight(data["until"] + timedelta(days=1))
        latest_end = self.at + LONGEST[self.kind]
        # On the last possible day the notice ends at this hour, not at midnight.
        end = latest_end if day_begins <= latest_end < day_ends else day_ends
        return Content(helplines=tuple(data["helplines"]), expires_at=end, **texts, **plain)

    @property
    def violence(self) -> bool:
        """Whether the officer sees any sign of sexual violence, or is not sure."""
        return self.cleaned_data["violence"] != "no"

    @property
    def handed(self) -> Handed | None:
        """The uploaded picture, or the chosen photo of the complaint."""
        upload = self.cleaned_data.get("picture")
        if not upload and self.cleaned_data.get("photo"):
            return alert_draft.handed(self.photos[self.cleaned_data["photo"]])
        return Handed(upload.name, upload.content_type or "", upload.size, upload.chunks()) if upload else None

    def refuse(self, reason: Refusal) -> None:
        """Add the reason of a refusal to the field that can correct it, or to the form."""
        field = BESIDE.get(reason)
        self.add_error(field if field in self.fields else None, REFUSALS[reason])


class NewForm(ContentForm):
    """The form for a new notice, with its office and, if there is one, its complaint."""

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
        """Return the complaint, if the officer may see it."""
        typed = self.cleaned_data["complaint"].strip()
        if not typed:
            return None
        try:
            number = etag.parse(typed)
        except etag.Mistyped as mistyped:
            raise forms.ValidationError(NO_ETAG) from mistyped
        complaint = Complaint.objects.visible_to(self.actor, at=self.at).filter(etag=number).first()
        if complaint is None:
            raise forms.ValidationError(REFUSALS[Refusal.NO_SUCH_COMPLAINT])
        return complaint


class AgainForm(ContentForm):
    """The form for a renewal or a correction. The picture stays unless it is replaced or removed."""

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


def _initial_values(content: Content) -> dict:
    """Return a content as the initial values of the form. The end date must be chosen again."""
    texts = {
        f"{part}_{language}": text
        for part in ("name", "words", *SPOKEN)
        for (language, _name), text in zip(LANGUAGES, getattr(content, part), strict=True)
    }
    seen_at = localtime(content.seen_at).replace(tzinfo=None) if content.seen_at else None
    plain = {name: getattr(content, name) for name in ("age", "sex", "reward", "helplines")}
    return texts | plain | {"seen_at": seen_at}
