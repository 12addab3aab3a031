"""Let the chosen model read a statement: the portal's own, or that of a package, backed by the portal's own."""

import logging
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from complaints.understanding.phrases import PhraseIndex
from complaints.understanding.places import PlaceIndex
from complaints.understanding.proposals import Danger, Understanding
from complaints.understanding.sentence import CATEGORY_MODEL, DANGER_MODEL, understand
from web.extension_calls import call_within

logger = logging.getLogger(__name__)

BUILT_IN = "complaints.understanding.sentence.understand"
TIME_LIMIT = 2.0  # seconds


class UnderstandingModel(Protocol):
    """A function that reads a statement (UNDERSTANDING_MODEL), for the proposals on the web, at the counter and by API.

    It is called once for each statement, within a request, in a thread without a transaction: no database. After two
    seconds, after an exception, or without a category, the portal uses its own model; there is no second call. It may
    add a danger to what the portal's own model sees, and never takes one away. Codes that are not in use are left out.
    """

    def __call__(self, sentence: str, *, places: PlaceIndex | None, phrases: PhraseIndex | None) -> Understanding:
        """Return up to three categories (codes of complaints/data/categories.csv), districts and stations.

        `sentence`: the citizen's own text, also of people who stay anonymous. Keep no copy and send it to nobody
        outside the operator's control. `places`: the stations. `phrases`: the phrases that administrators edit.
        """


def understand_statement(text: str, *, places: PlaceIndex, phrases: PhraseIndex) -> Understanding:
    """Return what the text seems to say, by the chosen model. Danger counts if either model sees it."""
    own = understand(text, places=places, phrases=phrases)
    if settings.UNDERSTANDING_MODEL == BUILT_IN:
        return own
    try:
        model = import_string(settings.UNDERSTANDING_MODEL)
        other: Understanding = call_within(TIME_LIMIT, model, text, places=places, phrases=phrases)
        if not isinstance(other, Understanding) or not other.categories:
            raise TypeError("no Understanding with a category")
    except Exception as error:  # whatever a package raises, the citizen gets a proposal
        # Without its text: a package's message may quote the statement.
        logger.error("The model of the package failed: %s", type(error).__name__)
        return own
    if own.danger is Danger.NONE or other.danger is Danger.POLICE:
        return other
    return replace(other, danger=own.danger, danger_score=own.danger_score, danger_words=own.danger_words)


def model_version() -> str:
    """Return which model makes the proposals: the version of the built-in one, after a package's name and "+"."""
    name = "" if settings.UNDERSTANDING_MODEL == BUILT_IN else f"{settings.EXTENSIONS['UNDERSTANDING_MODEL'][:27]}+"
    return f"{name}{built_in_version()}"


@cache
def built_in_version() -> str:
    """Return a digest of the files of the built-in models."""
    return sha256(CATEGORY_MODEL.read_bytes() + DANGER_MODEL.read_bytes()).hexdigest()[:12]
