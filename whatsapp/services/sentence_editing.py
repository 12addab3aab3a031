"""Save the sentences of the chat that administrators edit, and keep their list complete."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from accounts.actors import Actor
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import log_staff_act
from accounts.services.staff_refusals import StaffChangeRefused
from whatsapp.models import ChatSentence
from whatsapp.queries.directory_cache import clear_cache
from whatsapp.rules.languages import OWN_NAMES, Language
from whatsapp.rules.sentence_checks import check_sentence
from whatsapp.rules.sentences import sentence_table

LOGGED_CHARACTERS = 320
"""Of the old and the new text together, in one entry of the admin log."""


@transaction.atomic
def load_sentences() -> int:
    """Add a row for each sentence that has none, and delete rows of sentences that this release lacks.

    Texts that administrators wrote stay. Return the number of sentences.
    """
    keys = set(sentence_table())
    ChatSentence.objects.exclude(key__in=keys).delete()
    missing = keys - set(ChatSentence.objects.values_list("key", flat=True))
    ChatSentence.objects.bulk_create([ChatSentence(key=key) for key in sorted(missing)], ignore_conflicts=True)
    return len(keys)


@transaction.atomic
def save_sentence(*, key: str, texts: dict[Language, str], by: Actor, at: datetime) -> ChatSentence:
    """Save the texts of a sentence and write each change into the admin log. The auditors are notified.

    An empty text, and one equal to the shipped one, means the shipped one. The chat uses the texts within a minute.
    Raises StaffChangeRefused if a text cannot be used (rules.sentence_checks).
    """
    sentence = ChatSentence.objects.select_for_update().get(key=key)
    before, shipped = sentence.shown_texts, sentence_table()[key]
    for language in Language:
        text = texts[language].strip()
        text = "" if text == shipped[language] else text
        if text and check_sentence(key, language, text):
            raise StaffChangeRefused(gettext("This text cannot be used in the chat."))
        setattr(sentence, f"text_{language}", text)
    changed = [language for language in Language if sentence.shown_texts[language] != before[language]]
    if not changed:
        return sentence
    sentence.edited_at = at if sentence.texts else None
    sentence.save()
    for language in changed:
        change = f"“{before[language]}” → “{sentence.shown_texts[language]}”"
        _log_change(f"{key} ({OWN_NAMES[language]})", change, by=by, at=at)
    transaction.on_commit(clear_cache)
    return sentence


def _log_change(name: str, change: str, *, by: Actor, at: datetime) -> None:
    """Write a change into the admin log, whole, in as many numbered entries as it needs. The first one is notified."""
    parts = [change[start : start + LOGGED_CHARACTERS] for start in range(0, len(change), LOGGED_CHARACTERS)]
    for number, part in enumerate(parts, start=1):
        words = f"{name} {number}/{len(parts)}: {part}" if len(parts) > 1 else f"{name}: {part}"
        is_first = number == 1
        log_staff_act(StaffActKind.CHAT_SENTENCE, officer=None, by=by, at=at, words=words, tell_auditors=is_first)
