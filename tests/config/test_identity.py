"""The operator of this installation: an independent one is named on every page; a police force's own shows its name."""

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils.translation import override

from documents.common_layout_facts import common_facts
from documents.operator_identity import current_identity
from notifications.message_rendering import render_message
from notifications.recipient_address import Address
from operations.installation_checks import check_operator_languages
from whatsapp.queries import directory_cache
from whatsapp.rules.chat_state import State
from whatsapp.rules.dialog_steps import Context, Person
from whatsapp.rules.languages import Language

pytestmark = pytest.mark.django_db
INDEPENDENT = {"en": "not the police&#x27;s own service", "ur": "پولیس کی اپنی"}
PAGES = ("/", "/complain/", "/privacy/", "/desk/sign-in/", "/offline/")
NAME = {"en": "Sialkot Police Complaints", "ur": "سیالکوٹ پولیس شکایات"}
TAGLINE = {"en": "A service of Punjab Police", "ur": "پنجاب پولیس کی خدمت"}


@pytest.fixture(autouse=True)
def drawn():
    """Clear cached parts of pages, which were rendered with other settings."""
    caches["drawn"].clear()
    directory_cache.clear_cache()
    yield
    caches["drawn"].clear()
    directory_cache.clear_cache()


@pytest.fixture
def own(settings):
    """A police force's own installation."""
    settings.OPERATOR_NAME, settings.OPERATOR_TAGLINE, settings.OPERATOR_IS_INDEPENDENT = NAME, TAGLINE, False
    return settings


def page(path: str, language: str) -> str:
    return Client().get(f"/ur{path}" if language == "ur" else path).content.decode()


def letter(language: str):
    return render_message("factor_reset", {}, address=Address(language=language, email="a@example.org", name="A"))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_independent_installation_says_so(language):
    with override(language):
        disclaimer = current_identity().disclaimer
        assert disclaimer in common_facts()["independent"]
    shown = disclaimer.replace("'", "&#x27;")
    assert [path for path in PAGES[:4] if shown not in page(path, language)] == []
    words = letter(language)
    assert disclaimer in words.letter
    assert shown in words.html


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_police_forces_own_says_its_name_and_no_disclaimer(own, language):
    with override("ur" if language == "ur" else "en"):
        own.OPERATOR_IS_INDEPENDENT = True
        disclaimer = current_identity().disclaimer
        own.OPERATOR_IS_INDEPENDENT = False
        facts = common_facts()
    texts = {path: page(path, language) for path in PAGES}
    texts |= {"letter": letter(language).letter, "html": letter(language).html, "paper": facts["independent"]}
    shown = disclaimer.replace("'", "&#x27;")
    assert [name for name, text in texts.items() if disclaimer in text or shown in text] == []
    assert [name for name, text in texts.items() if NAME[language] not in text] == []
    assert facts["author"] == NAME[language]
    manifest = Client().get("/ur/manifest.webmanifest" if language == "ur" else "/manifest.webmanifest").json()
    assert manifest["name"] == NAME[language]


def test_own_words_for_the_disclaimer_and_one_language_for_both(settings):
    settings.OPERATOR_DISCLAIMER = {"en": "Run by a university.", "ur": ""}
    with override("ur"):
        assert current_identity().notice == "Run by a university."
    assert "Run by a university." in page("/", "en")
    assert [one.msg for one in check_operator_languages()] == ["OPERATOR_DISCLAIMER is set in one language only."]


def greeting(language: Language) -> str:
    context = Context(State(language=language), directory_cache.read_directory(), Person(), None)
    return context.greeting(language)


def test_the_chat_greets_as_the_operator(own):
    assert "This is Sialkot Police Complaints." in greeting(Language.ENGLISH)
    assert NAME["ur"] in greeting(Language.URDU)
    assert NAME["en"] in greeting(Language.ROMAN)
    own.OPERATOR_IS_INDEPENDENT = True
    assert "independent service" in greeting(Language.ENGLISH)


def test_privacy_names_who_is_responsible(own):
    assert "Sialkot Police Complaints is responsible for the data that this portal keeps." in page("/privacy/", "en")
