"""One copy of a pattern: the values for its gaps."""

import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Protocol

from complaints.models import Call, Document, MissingChild
from complaints.models.access_log_entry import sign_reading
from complaints.rules import etag
from complaints.rules.search import search_words
from complaints.services.calls.call_log import is_in_spot_check_sample
from demo.copying.complaint_patterns import ComplaintPattern, sealed_columns
from demo.copying.relocation import RelocatedIds
from ledger import chain, commitment, field_encryption, signing_keys
from ledger.row_signing import SALT_BYTES

PHONES, NUMBERS, HOUSES = 10**9, 10**12, 10**5
NUMBERS_A_YEAR = 10**etag.RANDOM_DIGITS
STRIDE = 387_420_489  # coprime to 10⁹: every number of a year occurs once before any repeats
SAMPLED_FOR, UNSENT_FOR = timedelta(hours=60), timedelta(hours=6)
"""Ages up to which confirmations are still sampled for the CPO's calls, and up to which messages are still unsent."""


@dataclass(frozen=True)
class CopyStory:
    """The complainant and the story of a copy."""

    name: str
    phone: str
    language: str
    text: str
    landmark: str


class StoryWriter(Protocol):
    """Writes the texts of a copy that differ from the pattern."""

    def story(self, pattern: ComplaintPattern, random: Random) -> CopyStory:
        """Return the complainant and the story."""

    def position(self, pattern: ComplaintPattern, place: int) -> str:
        """Return where it happened, as it is stored. `place`: the id of the copy's incident place."""

    def words(self, pattern: ComplaintPattern, number: int, story: CopyStory, random: Random) -> str:
        """Return the text of the event with that number. The parts of a report are the pattern's."""


class SameStory:
    """The pattern's own texts with a house number, so that a search in a benchmark does not find thousands."""

    def story(self, pattern: ComplaintPattern, random: Random) -> CopyStory:
        statement, person = pattern.statement, pattern.person
        text = f"{statement.text} {random.randrange(HOUSES)}"
        return CopyStory(person.name, f"+923{random.randrange(PHONES):09d}", person.language, text, statement.landmark)

    def position(self, pattern: ComplaintPattern, place: int) -> str:
        return pattern.statement.position

    def words(self, pattern: ComplaintPattern, number: int, story: CopyStory, random: Random) -> str:
        return pattern.texts[number].words


class EtagNumbers:
    """E-tag numbers without repetition, from a random start: random draws would collide.

    `taken`: existing E-tags. Without them, a hundred thousand new ones collided with six hundred in one run of sixteen.
    """

    def __init__(self, taken: Iterable[str] = ()):
        self.next, self.taken = secrets.randbelow(NUMBERS_A_YEAR), frozenset(taken)

    def draw(self, year: int) -> str:
        while True:
            self.next = (self.next + STRIDE) % NUMBERS_A_YEAR
            if (number := etag.compose_etag(year, self.next)) not in self.taken:
                return number


def choose_time_shift(pattern: ComplaintPattern, random: Random, *, spread: timedelta) -> timedelta:
    """Return how far a copy is moved: back by up to `spread` if it has ended, else as its state allows.

    In whole seconds.
    """
    earliest = pattern.earliest if pattern.is_open else -spread
    seconds = random.uniform(earliest.total_seconds(), pattern.latest.total_seconds())
    return timedelta(seconds=int(seconds))


@dataclass(frozen=True)
class ComplaintCopy:
    """A copy to be made: its pattern, its shift in time, and the ids of its offices and officers."""

    pattern: ComplaintPattern
    shift: timedelta
    people: RelocatedIds | None = None


def gap_values(
    planned_copy: ComplaintCopy,
    *,
    at: datetime,
    ids: Callable[[str], int],
    numbers: EtagNumbers,
    random: Random,
    writer: StoryWriter,
) -> dict:
    """Return the value of each gap of a copy."""
    pattern, shift = planned_copy.pattern, planned_copy.shift
    moments = [moment + shift for moment in pattern.moments]
    gaps = {f"t{place}": moment.isoformat() for place, moment in enumerate(moments)}
    gaps |= {f"sent{place}": gaps[f"t{place}"] if at - moments[place] > UNSENT_FOR else r"\N" for place in pattern.sent}
    gaps |= planned_copy.people or {gap: int(gap.lstrip("abcdefghijklmnopqrstuvwxyz")) for gap in pattern.people}
    for table, count in pattern.ids.items():
        if table != "complaints_event":
            gaps |= {f"{table}{place}": ids(table) for place in range(count)}
    gaps |= _event_id_gaps(pattern, moments, at=at, ids=ids)
    gaps["etag"] = numbers.draw((min(pattern.moments) + shift).astimezone(UTC).year)
    gaps["spaced_etag"] = etag.format_etag(gaps["etag"])
    story = writer.story(pattern, random)
    place = (planned_copy.people or {}).get(f"office{pattern.place}", pattern.place)
    position = writer.position(pattern, int(place))
    gaps |= _story_gap_values(pattern, story, position, random, pk=gaps["complaints_complaint0"])
    gaps |= dict(_text_gap_values(pattern, gaps))
    gaps |= dict(_chain_gap_values(pattern, gaps, lambda number: writer.words(pattern, number, story, random)))
    gaps |= dict(_reading_gap_values(pattern, gaps))
    return gaps


def _event_id_gaps(
    pattern: ComplaintPattern, moments: list[datetime], *, at: datetime, ids: Callable[[str], int]
) -> dict[str, int]:
    """Return new event ids. An old confirmation gets one that is not sampled for the CPO's calls."""
    event_ids = {}
    settled = at - max(moment for moment in moments if moment <= at) > SAMPLED_FOR
    for number, kind in enumerate(pattern.kinds):
        event_id = ids("complaints_event")
        while kind == "confirm_contact" and settled and is_in_spot_check_sample(event_id):
            event_id = ids("complaints_event")
        event_ids[f"complaints_event{number}"] = event_id
    return event_ids


def contact_sample_copy_lines(pattern: ComplaintPattern, gaps: dict) -> Iterator[str]:
    """Yield the rows of confirmations that are sampled for the CPO's calls (complaints_contactsample)."""
    for number, kind in enumerate(pattern.kinds):
        event = gaps[f"complaints_event{number}"]
        if kind == "confirm_contact" and is_in_spot_check_sample(event):
            moment = gaps[f"body{number}"].split('"at":"', 1)[1].split('"', 1)[0]
            yield f"{event}\t{gaps['complaints_complaint0']}\t{moment}\t\\N"


def _text_gap_values(pattern: ComplaintPattern, gaps: dict) -> Iterator[tuple[str, str]]:
    """Yield the other encrypted texts, encrypted for the rows of the copy."""
    for name, text in pattern.child.items():
        value = _encrypted_column_value(MissingChild, name, text, gaps["complaints_complaint0"])
        yield f"child_{name}", escape_for_copy(value)
    for number, text in enumerate(pattern.call_words):
        value = _encrypted_column_value(Call, "words", text, gaps[f"complaints_call{number}"])
        yield f"call_words{number}", escape_for_copy(value)


def _story_gap_values(
    pattern: ComplaintPattern, story: CopyStory, position: str, random: Random, *, pk: int
) -> dict[str, str]:
    """Return statement and person, encrypted and indexed, with the digests that the history contains.

    `pk`: the id of the copy, to which the encrypted values are bound.
    """
    statement, person = copy(pattern.statement), copy(pattern.person)
    statement.text, statement.landmark, statement.position = story.text, story.landmark, position
    statement.salt = commitment.new_commitment_salt()
    if person.name:
        person.name = story.name
    if person.phone:
        person.phone = story.phone
    person.language = story.language
    if person.document_number and person.document == Document.CNIC:
        person.document_number = f"{1 + random.randrange(NUMBERS):013d}"
    digests = commitment.commitment_digests(statement.salt, statement, person)
    gaps = {f"digest_{name}": digest for name, digest in digests.items()}
    gaps["folded"] = search_words.index_text(statement.text, statement.landmark, statement.concerns)
    gaps |= {name: getattr(statement, name) for name in ("text", "landmark")}
    gaps["language"] = person.language
    for row in (statement, person):
        gaps |= {
            name: _encrypted_column_value(type(row), name, getattr(row, name), pk) for name in sealed_columns(type(row))
        }
    gaps = {name: escape_for_copy(value) for name, value in gaps.items()}
    gaps["phone_index"] = _bytes_for_copy(field_encryption.blind_index("phone", person.phone))
    gaps["document_index"] = _bytes_for_copy(field_encryption.blind_index(person.document, person.document_number))
    return gaps


def _encrypted_column_value(model: type, column: str, value: str, pk: int) -> str:
    return model._meta.get_field(column).seal(value, pk).sealed


def _chain_gap_values(pattern: ComplaintPattern, gaps: dict, words: Callable[[int], str]) -> Iterator[tuple[str, str]]:
    """Yield the chain, hashed again over the moved bodies."""
    word_digests = {}
    for number in pattern.texts:
        text, salt, parts = words(number), os.urandom(SALT_BYTES), pattern.texts[number].parts
        word_digests[f"words{number}"] = chain.text_digest(salt, chain.text_with_parts(text, parts))
        yield f"parts{number}", escape_for_copy(json.dumps(parts))
        yield f"salt{number}", _bytes_for_copy(salt)
        yield f"text{number}", escape_for_copy(text)
    _key_id, key = signing_keys.current_signing_key()
    prev, gaps = chain.CHAIN_START, gaps | word_digests
    for number, template in enumerate(pattern.bodies):
        body = template % gaps
        mac = chain.compute_link(key, prev, body)
        yield f"body{number}", body.replace("\\", "\\\\")
        yield f"prev{number}", _bytes_for_copy(prev)
        yield f"mac{number}", _bytes_for_copy(mac)
        prev = mac


def _reading_gap_values(pattern: ComplaintPattern, gaps: dict) -> Iterator[tuple[str, str]]:
    """Yield the signatures of the readings, with the ids and times of the copy."""
    yield "chain_key_id", signing_keys.current_signing_key()[0]
    for number, (templates, why) in enumerate(pattern.readings):
        values = {column: template % gaps for column, template in templates.items()}
        values |= {column: int(value) for column, value in values.items() if column.endswith("_id")}
        _key_id, signature = sign_reading(values, why)
        yield f"reading_signature{number}", _bytes_for_copy(signature)


def escape_for_copy(text: str) -> str:
    """Return a text as COPY reads it."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _bytes_for_copy(raw: bytes) -> str:
    """Return bytes as COPY reads them."""
    return f"\\\\x{raw.hex()}"
