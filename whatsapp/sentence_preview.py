"""Preview of a chat sentence: the bubble or button that a person sees, with samples in its placeholders."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from whatsapp.formatted_text import format_chat_text
from whatsapp.rules.languages import OWN_NAMES, Language
from whatsapp.rules.replies import LONGEST_BODY
from whatsapp.rules.sentence_checks import longest_text, placeholders

SAMPLES = {
    "etag": "2648 1907 3555",
    "number": "V26 1234 5678",
    "code": "123456",
    "site": "https://portal.example/",
    "link": "https://portal.example/c/4f9a/",
    "phone": "0300 1112233",
    "name": "Ayesha Bibi",
    "district": "Lahore",
    "station": "Gulberg Police Station",
    "office": "Gulberg Police Station",
}
"""Sample values of placeholders. Others are shown by their name in brackets."""


@dataclass(frozen=True)
class SentencePreview:
    """A sentence as a chat shows it. `is_button`: it is short and stands on a button or in a list.

    `is_changed`: the text differs from the one that the chat uses now. `used` and `most` count characters.
    """

    language: str
    code: str
    direction: str
    html: SafeString
    is_button: bool
    is_changed: bool
    used: int
    most: int


def preview_sentence(key: str, language: Language, text: str, *, now: str) -> SentencePreview:
    """Return the preview of a text in a language. `now`: the text that the chat uses."""
    filled = text
    for name in placeholders(text):
        filled = filled.replace(f"{{{name}}}", SAMPLES.get(name, f"[{name}]"))
    most = longest_text(key)
    return SentencePreview(
        language=OWN_NAMES[language],
        code="ur" if language is Language.URDU else "en",
        direction="rtl" if language is Language.URDU else "ltr",
        html=format_chat_text(filled),
        is_button=most < LONGEST_BODY,
        is_changed=text != now,
        used=len(text),
        most=most,
    )
