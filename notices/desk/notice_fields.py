"""The form fields of a notice that exist in each language, and the question that both officers answer."""

from collections.abc import Iterator

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from desk.moves.move_form import FIELD_ERRORS
from notices.rules.notice_content import LONGEST_LINE, LONGEST_TEXT, PARTS_OF_KIND
from notices.rules.notice_kinds import NoticeKind
from web.form_fields import PlainTextField

NOTICE_LANGUAGES = (("en", _("English")), ("ur", _("Urdu")), ("roman", _("Roman Urdu")))
NAME_LABELS = {
    NoticeKind.ALERT: _("Name of the child"),
    NoticeKind.WANTED: _("Name of the person"),
    NoticeKind.NOTICE: _("Title"),
}
TEXT_LABELS = {NoticeKind.ALERT: _("What happened"), NoticeKind.WANTED: _("Wanted for"), NoticeKind.NOTICE: _("Text")}
PART_LABELS = {
    "wearing": _("What the child was wearing"),
    "seen_place": _("Where the child was last seen"),
    "aliases": _("Other names"),
    "fir": _("FIR and police station, if public"),
}
VIOLENCE_QUESTION = _(
    "Is there any sign of sexual violence against the person in this notice, or against anyone it could identify?"
)


def sexual_violence_field() -> forms.ChoiceField:
    """Return the field for the question about sexual violence. Only "no" permits a notice; nothing is preselected."""
    return forms.ChoiceField(
        label=VIOLENCE_QUESTION,
        choices=[("no", _("No")), ("yes", _("Yes, or I do not know"))],
        widget=forms.RadioSelect,
        error_messages=FIELD_ERRORS,
        help_text=_(
            "Notices about victims of sexual violence are never published. If you are not sure, the notice is "
            "not published."
        ),
    )


def text_field_names_of_kind(kind: NoticeKind) -> tuple[str, ...]:
    """Return the names of the text fields of a kind."""
    return ("name", "words", *(part for part in PART_LABELS if part in PARTS_OF_KIND[kind]))


def text_fields_of(kind: NoticeKind) -> Iterator[tuple[str, forms.Field]]:
    """Yield the fields of each text in each language. English and Urdu belong together; Roman Urdu is optional."""
    labels = {"name": NAME_LABELS[kind], "words": TEXT_LABELS[kind], **PART_LABELS}
    needed = {"name", "words", "seen_place"}
    for part in text_field_names_of_kind(kind):
        for language, language_name in NOTICE_LANGUAGES:
            field = _build_text_field(
                format_lazy("{part} · {language}", part=labels[part], language=language_name),
                is_long=part == "words",
                required=part in needed and language != "roman",
                lang="ur" if language == "ur" else "en",
            )
            yield f"{part}_{language}", field


def _build_text_field(label, *, is_long: bool, required: bool, lang: str) -> PlainTextField:
    attrs = {"dir": "rtl" if lang == "ur" else "ltr", "lang": lang}
    widget = forms.Textarea(attrs=attrs | {"rows": 3}) if is_long else forms.TextInput(attrs=attrs)
    longest = LONGEST_TEXT if is_long else LONGEST_LINE
    return PlainTextField(
        label=label, required=required, max_length=longest, widget=widget, needed=FIELD_ERRORS["required"]
    )
