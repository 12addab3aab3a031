"""The style guide: every component, in both languages and both themes, with made-up content. DEMO and DEBUG only."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from demo.styleguide_samples import MENU_ICONS, SAMPLES
from demo.styleguide_wording import WORDING

THEMES = ("light", "dark")


class SampleForm(forms.Form):
    """One field of each kind that the portal asks with. Its words come with the sample, not from the catalogue."""

    name = forms.CharField()
    phone = forms.CharField(widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr"}))
    district = forms.ChoiceField()
    channel = forms.ChoiceField(widget=forms.RadioSelect)
    words = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agrees = forms.BooleanField(required=False)

    def __init__(self, data: dict, *, words: dict, prefix: str):
        """`words`: {field: {"label", and "help_text", "choices" where it has them}}; `prefix` keeps ids apart."""
        super().__init__(data, auto_id=f"{prefix}_%s")
        for name, said in words.items():
            field = self.fields[name]
            field.label = said["label"]
            field.help_text = said.get("help_text", "")
            if "choices" in said:
                field.choices = said["choices"]


def panels_of_all_languages() -> list[dict]:
    """Each language in each theme: {"lang", "dir", "theme", "name", "samples", "form"}, English first."""
    return [panel_context(lang, theme) for lang in SAMPLES for theme in THEMES]


def panel_context(lang: str, theme: str) -> dict:
    """One panel: the samples of a language, and a form in which a required answer and a phone are wrong."""
    samples = SAMPLES[lang]
    with override(lang):
        form = SampleForm({"phone": "0300"}, words=samples["form"], prefix=f"{lang}_{theme}")
        form.add_error("phone", samples["phone_error"])
        name = gettext("Light") if theme == "light" else gettext("Dark")
    return {
        "lang": lang,
        "dir": "rtl" if lang == "ur" else "ltr",
        "theme": theme,
        "name": name,
        "samples": samples | {"icons": MENU_ICONS},
        "form": form,
    }


@require_safe
def show_styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component and the rules for words. 404 outside DEMO and DEBUG."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    wording = [(lang, "rtl" if lang == "ur" else "ltr", rules) for lang, rules in WORDING.items()]
    return render(request, "styleguide.html", {"panels": panels_of_all_languages(), "wording": wording})
