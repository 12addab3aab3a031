"""Admin page for the sentences of the chat, with a preview in three languages before anything is saved."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import ServiceForm, ServiceModelAdmin, site
from whatsapp.models import ChatSentence
from whatsapp.rules.languages import Language
from whatsapp.rules.replies import LONGEST_BODY, clip
from whatsapp.rules.sentence_checks import SentenceProblem, check_sentence, longest_text, placeholders
from whatsapp.rules.sentences import sentence_table
from whatsapp.sentence_preview import SentencePreview, preview_sentence
from whatsapp.services.sentence_editing import save_sentence

PROBLEMS = {
    SentenceProblem.TOO_LONG: _("WhatsApp allows at most %(value)s characters here."),
    SentenceProblem.PLACEHOLDER_MISSING: _("Keep %(value)s. The chat fills it in."),
    SentenceProblem.PLACEHOLDER_UNKNOWN: _("Remove %(value)s. The chat does not know it here."),
    SentenceProblem.BRACE: _("Use { and } only for the names that the chat fills in."),
    SentenceProblem.NUMBER_MISSING: _("Keep the number %(value)s."),
    SentenceProblem.LINE_BREAK: _("A button has one line."),
    SentenceProblem.CONTROL: _("Remove invisible control characters."),
}
PREVIEW_ORDER = (Language.ENGLISH, Language.URDU, Language.ROMAN)
SHOWN_IN_LIST = 90
"""Characters of a text in the list."""


class ChatSentenceForm(ServiceForm):
    """Change the texts of a sentence. The first submission shows the preview; with the box ticked it is saved."""

    preview_seen = forms.BooleanField(label=_("I have seen the preview. Save."), required=False)

    class Meta:
        model = ChatSentence
        fields = ["text_en", "text_ur", "text_roman"]

    def __init__(self, *args, **kwargs):
        """Show the texts that the chat uses now, the shipped ones included."""
        super().__init__(*args, **kwargs)
        self.texts_now = self.instance.shown_texts  # the validation writes the typed texts into the instance
        for language in Language:
            field = self.fields[f"text_{language}"]
            self.initial[f"text_{language}"] = self.texts_now[language]
            field.help_text = describe_limits(self.instance.key, language)
            direction = "rtl" if language is Language.URDU else "ltr"
            rows = 5 if longest_text(self.instance.key) == LONGEST_BODY else 1
            field.widget = forms.Textarea(
                attrs={"rows": rows, "cols": 60, "dir": direction, "lang": "ur" if direction == "rtl" else "en"}
            )

    def clean(self) -> dict:
        """Check each text, then show the preview instead of saving, until the administrator has seen it."""
        data = super().clean()
        for language in Language:
            name = f"text_{language}"
            data[name] = data.get(name, "").replace("\r\n", "\n").strip()
            for finding in check_sentence(self.instance.key, language, data[name]) if data[name] else ():
                text = str(PROBLEMS[finding.problem])
                self.add_error(name, text % {"value": finding.value} if finding.value else text)
        if not self.errors and not data["preview_seen"]:
            raise ValidationError(gettext("Not saved yet. Look at the preview, then tick the box below and save."))
        return data

    def act(self):
        texts = {language: self.cleaned_data[f"text_{language}"] for language in Language}
        return save_sentence(key=self.instance.key, texts=texts, by=self.by, at=self.at)

    @property
    def previews(self) -> list[SentencePreview]:
        """The texts of the form as the chat shows them, one for each language."""
        key = self.instance.key
        typed = {language: str(self[f"text_{language}"].value() or "").strip() for language in PREVIEW_ORDER}
        return [
            preview_sentence(key, language, text or sentence_table()[key][language], now=self.texts_now[language])
            for language, text in typed.items()
        ]


def describe_limits(key: str, language: Language) -> str:
    """Return the limit of a sentence, and the placeholders that stay."""
    limit = gettext("At most %(most)s characters.") % {"most": longest_text(key)}
    names = placeholders(sentence_table()[key][language])
    keep = gettext("Keep: %(names)s.") % {"names": ", ".join(f"{{{name}}}" for name in names)} if names else ""
    return " ".join(filter(None, (limit, keep, gettext("Leave it empty to return to the text of this release."))))


@admin.register(ChatSentence, site=site)
class ChatSentenceAdmin(ServiceModelAdmin):
    form = ChatSentenceForm
    list_display = ["key", "english", "urdu", "edited_at"]
    list_filter = [("edited_at", admin.EmptyFieldListFilter)]
    search_fields = ["key"]
    change_form_template = "admin/whatsapp/chatsentence/change_form.html"

    @admin.display(description=_("English"))
    def english(self, sentence: ChatSentence) -> str:
        text = clip(sentence.shown_texts[Language.ENGLISH], SHOWN_IN_LIST)
        return format_html('<span lang="en" dir="ltr">{}</span>', text)

    @admin.display(description=_("Urdu"))
    def urdu(self, sentence: ChatSentence) -> str:
        text = clip(sentence.shown_texts[Language.URDU], SHOWN_IN_LIST)
        return format_html('<span lang="ur" dir="rtl">{}</span>', text)

    def get_queryset(self, request):
        """Leave out sentences that this release lacks, until `load_sentences` deletes them."""
        return super().get_queryset(request).filter(key__in=sentence_table())

    def get_search_results(self, request, queryset, search_term):
        """Find a sentence by its name or by any of its texts, shipped ones included."""
        wanted = search_term.casefold().split()
        keys = [
            sentence.key
            for sentence in (queryset if wanted else ())
            if all(word in " ".join([sentence.key, *sentence.shown_texts.values()]).casefold() for word in wanted)
        ]
        return (queryset.filter(key__in=keys), False) if wanted else (queryset, False)

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"].form
        context["previews"] = form.previews if isinstance(form, ChatSentenceForm) else ()
        return super().render_change_form(request, context, *args, **kwargs)
