"""The operator of this installation: name, tagline and disclaimer (settings OPERATOR_…), in the active language."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, gettext


@dataclass(frozen=True)
class Identity:
    """The operator's identity, as shown on pages, in messages and in documents.

    `name`: the name of the service. `own_name`, `tagline`: "" if not set. `disclaimer`, `more`: the statement that the
    service is not the police's, as one sentence and its continuation; "" if a police force operates it.
    """

    name: str
    own_name: str
    tagline: str
    disclaimer: str
    more: str

    @property
    def is_independent(self) -> bool:
        return bool(self.disclaimer)

    @property
    def author(self) -> str:
        """Return the author for the metadata of documents."""
        if self.own_name or not self.is_independent:
            return self.name
        return gettext("Independent complaint portal")

    @property
    def notice(self) -> str:
        """Return a line for the footer of pages and documents: the disclaimer or else the operator."""
        if self.is_independent:
            return " ".join(filter(None, (self.disclaimer, self.more)))
        return " · ".join(filter(None, (self.name, self.tagline)))


def current_identity() -> Identity:
    """Return the operator's identity in the active language."""
    own_name = _text_in_language(settings.OPERATOR_NAME)
    return Identity(
        name=own_name or gettext("Punjab police complaints"),
        own_name=own_name,
        tagline=_text_in_language(settings.OPERATOR_TAGLINE),
        **_disclaimer_texts(),
    )


def _disclaimer_texts() -> dict[str, str]:
    if not settings.OPERATOR_IS_INDEPENDENT:
        return {"disclaimer": "", "more": ""}
    if disclaimer := _text_in_language(settings.OPERATOR_DISCLAIMER):
        return {"disclaimer": disclaimer, "more": ""}
    return {
        "disclaimer": gettext("An independent project, not a police service."),
        "more": gettext("It is not affiliated with Punjab Police and does not use their emblems."),
    }


def _text_in_language(texts: dict[str, str]) -> str:
    """Return the text in the active language, or else in the other one."""
    return texts.get(get_language() or "en") or next(filter(None, texts.values()), "")
