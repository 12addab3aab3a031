"""Set-up for the tests of access: complaints in the states that messages ask about, and the words that open them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Complainant, Complaint
from complaints.services.access_keys import printed_keys
from tests import secret_words
from tests.secret_words import STORY
from tests.world import World, clock

# Three groups of four that are not part of a longer row of groups: a UUID of digits has such groups as well.
PRINTED_KEY = re.compile(r"(?<![\w-])[2-9A-Z]{4}(?:-[2-9A-Z]{4}){2}(?![\w-])")
SECRET, DURESS = "the blue mango tree", "my aunt's red door"


def proved(complaint: Complaint) -> Complaint:
    """Return the complaint after the code sent to its phone was entered."""
    Complainant.objects.filter(complaint=complaint.pk).update(phone_verified_at=clock("09:01"))
    return complaint


def claimed(world: World, *, is_proved: bool = True, **answers) -> Complaint:
    """Return a complaint on which Bilal claims at 09:30 that he spoke to Ayesha. Her number is proved."""
    complaint = world.complaint(**answers)
    if is_proved:
        proved(complaint)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    return complaint


def resolved(world: World, *, category="financial_crime", **answers) -> Complaint:
    """Return a complaint that was resolved at noon of the second day, by superior and cell. Its number is proved."""
    marker, cell, superior = (
        (world.usman, world.nadia, world.farah)
        if category == "bribe_demand"
        else (world.salma, world.salma, world.farah)
    )
    holder = world.dania if category == "bribe_demand" else world.bilal
    complaint = proved(world.complaint(category, **answers))
    marker.marks(complaint, to=holder, at="09:10")
    holder.records_contact(complaint, "09:30")
    world.ayesha.says("in_person", complaint, "10:00")
    holder.reports(complaint, "12:00")
    superior.does("accept", complaint, "+1d 10:00")
    cell.does("verify", complaint, "+1d 11:00", verdict="satisfied")
    return complaint


def set_words(complaint: Complaint, *, secret: str = SECRET, duress: str = "", story: str = STORY) -> None:
    """Set the complaint's secret word, and its duress word with the story of its page."""
    secret_words.set_words(complaint.pk, secret_hash=secret, duress_hash=duress, story=story)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements of a request; the list is filled when the block ends.

    Statements that begin or end a transaction do not count. In a test they are savepoints, and a rollback takes one
    statement more than a commit.
    """
    statements: list[str] = []
    with CaptureQueriesContext(connection) as queries:
        yield statements
    said = (query["sql"] for query in queries.captured_queries)
    statements += [sql for sql in said if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]


def recovered(world: World, complaint: Complaint, *, asker: str = "nadia", at: str = "11:00") -> str:
    """Return an officer-issued key that Nadia requested at that time, Zara approved, and Nadia then fetched."""
    first = world.people[asker].actor
    printed_keys.request_printed_key(complaint, by=first, at=clock(at), words="She showed her CNIC.")
    printed_keys.approve_printed_key(complaint, by=world.zara.actor, at=clock(at))
    return printed_keys.issue_approved_key(complaint, by=first, at=clock(at))
