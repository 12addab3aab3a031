"""Message templates, which Meta must approve before they are sent outside the 24-hour window.

Each says only what to do, with the E-tag if that helps; the message itself follows when the person taps or writes. A
confidential complaint, or one with a secret word, gets a template without number and subject. WhatsApp has no Roman
Urdu, so those readers get the Urdu template (rules.languages.portal_language).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from whatsapp.rules.languages import Language, portal_language
from whatsapp.rules.notice_alerts import ALERT_MESSAGE, FOUND_MESSAGE, WITHDRAWN_MESSAGE
from whatsapp.rules.tap_ids import make_tap_id

NUMBER_PARAMETER, PLACE_PARAMETER = "number", "place"
EXAMPLE_NUMBERS = {"E": "2648 1907 3555", "F": "F26 4819 0735"}


@dataclass(frozen=True)
class TemplateButton:
    """A quick reply. A tap answers `step` with `prefix` and what the message is about (TemplateMessage.about)."""

    titles: Mapping[str, str]
    step: str
    prefix: str = ""


OPEN_BUTTON = TemplateButton({"en": "Open", "ur": "کھولیں"}, "track.number")
"""The person still needs the key."""

ALERT_BUTTONS = (
    TemplateButton({"en": "Show", "ur": "دکھائیں"}, "alerts", "show:"),
    TemplateButton({"en": "Stop alerts", "ur": "الرٹ بند کریں"}, "alerts", "stop:"),
)


@dataclass(frozen=True)
class Template:
    """A template. `parameter`: the name of its variable, with an `example` for Meta's reviewers; "" if it has none.

    `has_substitute`: if Meta refuses it, the general one says that there is news. An alert has none: its readers may
    have no complaint here.
    """

    name: str
    bodies: Mapping[str, str]
    example: str = ""
    parameter: str = NUMBER_PARAMETER
    buttons: tuple[TemplateButton, ...] = ()
    has_substitute: bool = True


@dataclass(frozen=True)
class TemplateMessage:
    """A template with the value of its variable, as it is displayed, and what its buttons are about (E-tag, code)."""

    template: Template = field(default_factory=lambda: GENERAL_NEWS)
    value: str = ""
    about: str = ""


GENERAL_NEWS = Template(
    "portal_news",
    {
        "en": "There is news for you from the complaints service. Send any message here to read it.",
        "ur": "شکایات سروس سے آپ کے لیے خبر ہے۔ پڑھنے کے لیے یہاں کوئی بھی پیغام بھیجیں۔",
    },
)
REQUEST_ANSWERED = Template(
    "request_answer",
    {
        "en": "There is an answer to your request {{number}}. Send any message here to read it.",
        "ur": "آپ کی درخواست {{number}} کا جواب آ گیا ہے۔ پڑھنے کے لیے یہاں کوئی بھی پیغام بھیجیں۔",
    },
    EXAMPLE_NUMBERS["F"],
)


def _complaint_template(name: str, en: str, ur: str) -> Template:
    return Template(name, {"en": en, "ur": ur}, EXAMPLE_NUMBERS["E"], buttons=(OPEN_BUTTON,))


def _alert_template(name: str, en: str, ur: str, *buttons: TemplateButton) -> Template:
    bodies = {"en": en, "ur": ur}
    return Template(name, bodies, "Lahore", PLACE_PARAMETER, buttons=buttons, has_substitute=False)


COMPLAINT_NEWS = _complaint_template(
    "complaint_news",
    "There is news of your complaint {{number}}. Tap the button to read it.",
    "آپ کی شکایت {{number}} کے بارے میں خبر ہے۔ پڑھنے کے لیے بٹن دبائیں۔",
)
COMPLAINT_REGISTERED = _complaint_template(
    "complaint_registered",
    "Your complaint is registered under E-tag {{number}}. Tap the button to read what happens next, and by when.",
    "آپ کی شکایت درج ہو گئی ہے، ای ٹیگ {{number}} ہے۔ آگے کیا ہوگا اور کب تک، جاننے کے لیے بٹن دبائیں۔",
)
OFFICER_QUESTION = _complaint_template(
    "complaint_question",
    "The officer has a question about your complaint {{number}}. Tap the button to read and answer it.",
    "افسر نے آپ کی شکایت {{number}} کے بارے میں ایک سوال پوچھا ہے۔ پڑھنے اور جواب دینے کے لیے بٹن دبائیں۔",
)
CONTACT_CLAIMED = _complaint_template(
    "complaint_contact",
    "An officer says that they spoke to you about your complaint {{number}}. Tap the button to say whether that is so.",
    "ایک افسر کا کہنا ہے کہ انہوں نے شکایت {{number}} پر آپ سے بات کی ہے۔ کیا ایسا ہوا؟ بتانے کے لیے بٹن دبائیں۔",
)
COMPLAINT_SOLVED = _complaint_template(
    "complaint_solved",
    "The police say that the matter of your complaint {{number}} is solved. Is it? Tap the button to answer yes, no or "
    "partly within 7 days.",
    "پولیس کا کہنا ہے کہ آپ کی شکایت {{number}} کا مسئلہ حل ہو گیا ہے۔ کیا ایسا ہے؟ جی ہاں، جی نہیں یا کچھ "
    "حد تک: 7 دن میں جواب دینے کے لیے بٹن دبائیں۔",
)
MISSING_CHILD_ALERT = _alert_template(
    ALERT_MESSAGE,
    "Missing child alert ({{place}}): the police are looking for a child. Tap the button to see the photo and how to "
    "help.",
    "گمشدہ بچے کا الرٹ ({{place}}): پولیس ایک بچے کو تلاش کر رہی ہے۔ تصویر دیکھنے اور مدد کا طریقہ جاننے کے لیے "
    "بٹن دبائیں۔",
    *ALERT_BUTTONS,
)
MISSING_CHILD_FOUND = _alert_template(
    FOUND_MESSAGE,
    "The missing child in the alert for {{place}} has been found. Thank you for looking. Please delete the photo if "
    "you kept or shared it.",
    "جس گمشدہ بچے کا الرٹ ({{place}}) دیا گیا تھا، وہ مل گیا ہے۔ آپ کا شکریہ۔ اگر آپ نے تصویر محفوظ یا شیئر کی تھی "
    "تو براہِ کرم مٹا دیں۔",
)
MISSING_CHILD_WITHDRAWN = _alert_template(
    WITHDRAWN_MESSAGE,
    "The missing child alert for {{place}} is over. Please do not share it any more, and delete the photo if you kept "
    "it.",
    "گمشدہ بچے کا الرٹ ({{place}}) ختم ہو گیا ہے۔ براہِ کرم اسے آگے نہ بھیجیں، اور تصویر محفوظ کی تھی تو مٹا دیں۔",
)
ALERT_TEMPLATES = {
    ALERT_MESSAGE: MISSING_CHILD_ALERT,
    FOUND_MESSAGE: MISSING_CHILD_FOUND,
    WITHDRAWN_MESSAGE: MISSING_CHILD_WITHDRAWN,
}
ALL_TEMPLATES = (
    GENERAL_NEWS,
    COMPLAINT_NEWS,
    COMPLAINT_REGISTERED,
    OFFICER_QUESTION,
    CONTACT_CLAIMED,
    COMPLAINT_SOLVED,
    REQUEST_ANSWERED,
    *ALERT_TEMPLATES.values(),
)
TEMPLATE_BY_MESSAGE = {
    "registered": COMPLAINT_REGISTERED,
    "question": OFFICER_QUESTION,
    "contact_claimed": CONTACT_CLAIMED,
    "resolved": COMPLAINT_SOLVED,
    "feedback_answered": REQUEST_ANSWERED,
    "verification_answered": REQUEST_ANSWERED,
}
"""Template by name of the outbox message. Other messages about a complaint use `COMPLAINT_NEWS`."""

NEUTRAL_MESSAGES = frozenset({"aftercare"})
"""Messages sent without details: they ask about pressure, and the person behind it may read them."""


def choose_template(message: str, facts: Mapping, *, of_complaint: bool) -> Template:
    """Return the template for a message of the outbox whose recipient may see the number."""
    if message in NEUTRAL_MESSAGES or not _number_to_display(facts):
        return GENERAL_NEWS
    if message == "contact_claimed" and facts.get("by_portal"):  # the officer wrote and did not call
        return COMPLAINT_NEWS
    return TEMPLATE_BY_MESSAGE.get(message, COMPLAINT_NEWS if of_complaint else GENERAL_NEWS)


def fill_template(template: Template, facts: Mapping) -> TemplateMessage:
    """Return the template message with the number that the facts contain."""
    return (
        TemplateMessage(template, _number_to_display(facts), str(facts.get("etag", "")))
        if template.example
        else TemplateMessage()
    )


def _number_to_display(facts: Mapping) -> str:
    return str(facts.get("spaced_etag") or facts.get("spaced") or "")


def template_language(language: str) -> str:
    """Return the language of the template for a chat: Urdu if the chat has none yet."""
    return portal_language(Language(language)) if language else "ur"


def template_payload(news: TemplateMessage, language: str) -> dict:
    """Return the Cloud API payload in the chat's language."""
    template = {"name": news.template.name, "language": {"code": template_language(language)}}
    parts = []
    if news.template.example:
        value = {"type": "text", "parameter_name": news.template.parameter, "text": news.value}
        parts.append({"type": "body", "parameters": [value]})
    for number, button in enumerate(news.template.buttons):
        payload = {"type": "payload", "payload": make_tap_id(button.step, f"{button.prefix}{news.about}")}
        parts.append({"type": "button", "sub_type": "quick_reply", "index": str(number), "parameters": [payload]})
    return {"type": "template", "template": template | ({"components": parts} if parts else {})}


def required_templates() -> list[dict]:
    """Return what has to be submitted to Meta: each template in each language."""
    return [_template_submission(template, code) for template in ALL_TEMPLATES for code in template.bodies]


def _template_submission(template: Template, code: str) -> dict:
    body: dict = {"type": "body", "text": template.bodies[code]}
    parameter_format = {"parameter_format": "named"} if template.example else {}
    if template.example:
        body["example"] = {"body_text_named_params": [{"param_name": template.parameter, "example": template.example}]}
    parts = [body]
    if template.buttons:
        buttons = [{"type": "quick_reply", "text": button.titles[code]} for button in template.buttons]
        parts.append({"type": "buttons", "buttons": buttons})
    return {"name": template.name, "language": code, "category": "utility", **parameter_format, "components": parts}


def missing_templates(existing: list[dict]) -> list[dict]:
    """Return the required templates that are not approved in this form. `existing`: as the API lists them."""
    approved = [_visible_parts(template) for template in existing if template.get("status") == "APPROVED"]
    return [template for template in required_templates() if _visible_parts(template) not in approved]


def _visible_parts(template: Mapping) -> tuple:
    """Return what a person sees of a template: name, language, text and buttons."""
    parts = {str(part.get("type")).lower(): part for part in template.get("components", ())}
    buttons = [button.get("text") for button in parts.get("buttons", {}).get("buttons", ())]
    return template.get("name"), template.get("language"), parts.get("body", {}).get("text", ""), buttons
