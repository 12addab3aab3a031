"""Meta's checks of message templates: when one is submitted, and when one is sent.

Rules: Meta's reference of message templates (spring 2026), as far as the portal needs them.
"""

import re
from collections.abc import Mapping

from whatsapp.standin.api_refusals import Refusal, bad_parameter_refusal

LONGEST_NAME, LONGEST_BODY, LONGEST_BUTTON, MOST_BUTTONS = 512, 1024, 25, 10
CATEGORIES = {"UTILITY", "MARKETING", "AUTHENTICATION"}
LANGUAGES = {"en", "en_GB", "en_US", "ur", "ar", "hi", "pa"}
"""Some of Meta's languages. Roman Urdu is not among them."""

UNSENDABLE = {"PAUSED": 132015, "DISABLED": 132016, "REJECTED": 132001, "PENDING": 132001, "DELETED": 132001}
"""Error of a message by the state of its template."""

_PLACE = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_ENDS_OR_BEGINS = re.compile(r"^\s*\{\{|\}\}[\s.,:;!?۔،؟]*$")
_BREAKS = re.compile(r"[\n\t]| {5,}")
_FEW_WORDS = 3
"""Least words of a body for each variable; with fewer, Meta reports too many variables for its length."""


def refuse_new_template(template: Mapping, existing: Mapping) -> Refusal | None:
    """Return why a submitted template is refused; None if it is accepted. `existing`: by name and language."""
    name, language = template.get("name"), template.get("language")
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9_]{1,512}", name):
        return bad_parameter_refusal("Template name must be lower case letters, digits and underscores.")
    if language not in LANGUAGES:
        return bad_parameter_refusal(f"Language {language} is not supported.")
    if str(template.get("category")).upper() not in CATEGORIES:
        return bad_parameter_refusal("Category is unknown.")
    if (name, language) in existing:
        return Refusal(100, "There is already content in this language for this template.")
    parts = _components_by_type(template)
    if "body" not in parts:
        return bad_parameter_refusal("A body is required.")
    return _refuse_new_body(template, parts["body"]) or _refuse_new_buttons(parts.get("buttons", {}))


def _refuse_new_body(template: Mapping, body: Mapping) -> Refusal | None:
    text = body.get("text")
    if not isinstance(text, str) or not 1 <= len(text) <= LONGEST_BODY:
        return bad_parameter_refusal("Body text is required, and at most 1024 characters long.")
    places = _PLACE.findall(text)
    if not places:
        return None
    if _ENDS_OR_BEGINS.search(text):
        return Refusal(100, "Variables can't be at the start or end of the template.")
    if len(_PLACE.sub("", text).split()) < _FEW_WORDS * len(places):
        return Refusal(100, "This template has too many variables for its length.")
    if template.get("parameter_format") != "named" or not all(re.fullmatch("[a-z_]+", one) for one in places):
        return Refusal(100, "Variables must be named, in lower case letters and underscores.")
    examples = body.get("example", {}).get("body_text_named_params", ())
    if sorted(one.get("param_name") for one in examples) != sorted(set(places)):
        return Refusal(100, "Each variable needs an example.")
    return None if all(one.get("example") for one in examples) else bad_parameter_refusal("An example is empty.")


def _refuse_new_buttons(part: Mapping) -> Refusal | None:
    buttons = part.get("buttons", ())
    if len(buttons) > MOST_BUTTONS or any(str(one.get("type")).lower() != "quick_reply" for one in buttons):
        return bad_parameter_refusal("Too many buttons, or of a kind that is not known here.")
    texts = [one.get("text") or "" for one in buttons]
    if any(not 1 <= len(text) <= LONGEST_BUTTON for text in texts) or len(set(texts)) < len(texts):
        return bad_parameter_refusal("A button's text is missing, too long, or there twice.")
    return None


def refuse_template_message(part: Mapping, existing: Mapping) -> Refusal | None:
    """Return why a template message is refused; None if it is accepted."""
    language = (part.get("language") or {}).get("code")
    template = existing.get((part.get("name"), language))
    if template is None:
        return Refusal(132001, "Template name does not exist in the translation")
    if code := UNSENDABLE.get(template.get("status", "APPROVED")):
        return Refusal(code, "The template is not approved, or was paused or disabled")
    components = part.get("components", ())
    texts = {one.get("parameter_name"): one.get("text") for one in _parameters_of_kind(components, "body")}
    if set(texts) != set(_PLACE.findall(_components_by_type(template)["body"]["text"])):
        return Refusal(132000, "Number of parameters does not match the expected number of params")
    if any(not isinstance(text, str) or not text or _BREAKS.search(text) for text in texts.values()):
        return Refusal(132012, "A parameter is empty, or has new lines, tabs or more than 4 spaces in a row")
    if len(template_text(template, texts)) > LONGEST_BODY:
        return Refusal(132005, "Translated text too long")
    return _refuse_sent_buttons(components, _components_by_type(template).get("buttons", {}).get("buttons", ()))


def _refuse_sent_buttons(components: list, buttons: list) -> Refusal | None:
    for one in components:
        if one.get("type") != "button":
            continue
        payloads = [parameter.get("payload") for parameter in one.get("parameters", ())]
        if str(one.get("index")) not in map(str, range(len(buttons))) or one.get("sub_type") != "quick_reply":
            return Refusal(132012, "There is no such button in the template")
        if len(payloads) != 1 or not 1 <= len(payloads[0] or "") <= 128:
            return Refusal(132012, "A quick reply needs a payload of 1 to 128 characters")
    return None


def template_text(template: Mapping, texts: Mapping[str, str]) -> str:
    """Return the body with its variables filled."""
    return _PLACE.sub(lambda match: str(texts[match[1]]), _components_by_type(template)["body"]["text"])


def template_on_phone(part: Mapping, existing: Mapping) -> tuple[str, list[tuple[str, str]]]:
    """Return what a phone shows of a template message: its text, and its buttons as pairs of payload and title."""
    template = existing[part["name"], part["language"]["code"]]
    components = part.get("components", ())
    texts = {one["parameter_name"]: one["text"] for one in _parameters_of_kind(components, "body")}
    payloads = {str(one["index"]): one["parameters"][0]["payload"] for one in components if one["type"] == "button"}
    buttons = _components_by_type(template).get("buttons", {}).get("buttons", ())
    return template_text(template, texts), [
        (payloads.get(str(n), one["text"]), one["text"]) for n, one in enumerate(buttons)
    ]


def _components_by_type(template: Mapping) -> dict[str, Mapping]:
    return {str(part.get("type")).lower(): part for part in template.get("components", ())}


def _parameters_of_kind(components: list, kind: str) -> list[Mapping]:
    return [one for part in components if part.get("type") == kind for one in part.get("parameters", ())]
