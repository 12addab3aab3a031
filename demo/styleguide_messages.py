"""The style guide's messages: what people read as SMS and e-mail, in both languages. DEMO and DEBUG only."""

import base64
import hashlib
import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.csp import CSP
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from demo.message_samples import TO_CITIZENS, TO_MAIL_SENDERS, TO_OFFICERS, MessageSample
from notifications.rules.sms_segments import LONGEST, count_segments

LANGUAGES = {"en": "ltr", "ur": "rtl"}
GROUPS = {"to_citizens": TO_CITIZENS, "to_officers": TO_OFFICERS, "to_mail_senders": TO_MAIL_SENDERS}
SAMPLES = {sample.key: sample for group in GROUPS.values() for sample in group}
WORDINGS = ("plain", "neutral")
FRAMES = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}


@require_safe
@csp_override(FRAMES)
def show_messages(request: HttpRequest) -> HttpResponse:
    """Every message. 404 outside DEMO and DEBUG."""
    _require_demo_or_debug()
    groups = {name: [_message_context(sample) for sample in group] for name, group in GROUPS.items()}
    neutral = [_language_context(TO_CITIZENS[0], language, neutral=True) for language in LANGUAGES]
    context = groups | {"neutral": neutral, "longest": LONGEST}
    return render(request, "styleguide_messages.html", context)


@require_safe
@xframe_options_sameorigin
def show_email(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """One message as the page of an e-mail, in the language of the address. Fonts are lent to it, as if
    this computer had them."""
    _require_demo_or_debug()
    if key not in SAMPLES or wording not in WORDINGS:
        raise Http404
    fonts = f'<link rel="stylesheet" href="{static("portal/letter_fonts.css")}">'
    html = SAMPLES[key].words(get_language(), neutral=wording == "neutral").html.replace("</head>", f"{fonts}</head>")
    return csp_override(_content_security_policy_of(html))(lambda request: HttpResponse(html))(request)


def _require_demo_or_debug() -> None:
    if not (settings.DEMO or settings.DEBUG):
        raise Http404


def _message_context(sample: MessageSample) -> dict:
    """A message in both languages; its neutral wording where it has one of its own."""
    has_own = sample.words("en", neutral=True).text != TO_CITIZENS[0].words("en", neutral=True).text
    return {
        "sample": sample,
        "sides": [_language_context(sample, language) for language in LANGUAGES],
        "neutral": [_language_context(sample, language, neutral=True) for language in LANGUAGES] if has_own else [],
    }


def _language_context(sample: MessageSample, language: str, *, neutral: bool = False) -> dict:
    words = sample.words(language, neutral=neutral)
    return {
        "lang": language,
        "dir": LANGUAGES[language],
        "words": words,
        "parts": count_segments(words.text),
        "wording": WORDINGS[neutral],
    }


def _content_security_policy_of(html: str) -> dict:
    """Nothing but the letter's own style, by its hash, and the fonts; shown in frames of our own pages."""
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in styles]
    return {
        "default-src": [CSP.NONE],
        "style-src": [CSP.SELF, *(f"'sha256-{digest}'" for digest in hashes)],
        "font-src": [CSP.SELF],
        "frame-ancestors": [CSP.SELF],
        "base-uri": [CSP.NONE],
        "form-action": [CSP.NONE],
    }
