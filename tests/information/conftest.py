"""A visitor of the public pages. The public information is loaded with the reference data (tests.databases)."""

import html
import re

import pytest
from django.test import Client

LANGUAGES = ("en", "ur")


def words(answer) -> str:
    """Return a page's text without its tags."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(text))


def here(path: str, language: str) -> str:
    return f"/ur{path}" if language == "ur" else path


@pytest.fixture
def visitor(db):
    return Client()
