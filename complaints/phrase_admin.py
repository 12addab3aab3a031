"""Admin page for the phrases by which a sentence is understood. It shows what a change does before it is saved."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import ServiceForm, ServiceModelAdmin, site
from complaints.models import Category, UnderstandingPhrase
from complaints.queries.understanding.active_phrases import phrase_index
from complaints.services.administration.understanding_phrases import save_phrase
from complaints.understanding.phrase_effect import PhraseEffect, compare_phrases
from complaints.understanding.phrases import HEAVIEST, LONGEST_PHRASE, WeightedPhrase, phrase_parts

DANGER_CHOICES = [
    ("danger", _("Danger now")),
    ("police", _("Danger now, by the police")),
    ("none", _("No danger now")),
]
MOST_SENTENCES = 5
"""The most sentences shown of each: those understood better, and those understood worse."""


class PhraseForm(ServiceForm):
    """Add or change a phrase. The first submission shows the effect; with the box ticked it is saved."""

    label = forms.ChoiceField(label=_("Speaks for"))
    weight = forms.FloatField(
        label=_("Weight"),
        min_value=-HEAVIEST,
        max_value=HEAVIEST,
        help_text=_(
            "1: about three times as likely. 3: decides unless other words say otherwise. Below 0: speaks against it."
        ),
    )
    effect_seen = forms.BooleanField(label=_("I have seen the effect. Save."), required=False)

    class Meta:
        model = UnderstandingPhrase
        fields = ["phrase", "label", "weight", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        categories = [(category.code, category.name) for category in Category.objects.filter(is_active=True)]
        self.fields["label"].choices = [*DANGER_CHOICES, *categories]
        self.fields["phrase"].help_text = _(
            "A few words in a row. A word that ends with * stands for every word that begins with it."
        )

    def clean_phrase(self) -> str:
        parts = phrase_parts(self.cleaned_data["phrase"])
        if not any(part[0].isalnum() for part in parts):
            raise ValidationError(gettext("Enter at least one word."))
        if len(parts) > LONGEST_PHRASE:
            raise ValidationError(gettext("Enter at most %(most)s words.") % {"most": LONGEST_PHRASE})
        return self.cleaned_data["phrase"]

    def clean(self) -> dict:
        """Show the effect instead of saving, until the administrator has seen it."""
        data = super().clean()
        if self.errors or data["effect_seen"]:
            return data
        plus = (WeightedPhrase(data["phrase"], data["label"], data["weight"]),) if data["is_active"] else ()
        effect = compare_phrases(phrase_index(), phrase_index(without=self.instance, plus=plus))
        raise ValidationError(_describe_effect(effect))

    def act(self):
        return save_phrase(self.instance, by=self.by, at=self.at)


def _describe_effect(effect: PhraseEffect) -> list[str]:
    """Return the effect as sentences. The form shows them as errors, as nothing is saved yet."""
    told = ngettext(
        "Not saved yet. The phrase is in %(touched)s test sentence: %(better)s better, %(worse)s worse.",
        "Not saved yet. The phrase is in %(touched)s test sentences: %(better)s better, %(worse)s worse.",
        effect.touched,
    ) % {"touched": effect.touched, "better": len(effect.better), "worse": len(effect.worse)}
    better = [gettext("Better: %(sentence)s") % {"sentence": text} for text in effect.better[:MOST_SENTENCES]]
    worse = [gettext("Worse: %(sentence)s") % {"sentence": text} for text in effect.worse[:MOST_SENTENCES]]
    return [told, *better, *worse, gettext("Tick “I have seen the effect” to save it.")]


@admin.register(UnderstandingPhrase, site=site)
class UnderstandingPhraseAdmin(ServiceModelAdmin):
    form = add_form = PhraseForm
    list_display = ["phrase", "label", "weight", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["phrase", "label"]
