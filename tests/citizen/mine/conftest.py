"""Helpers for the page of one's own complaint: its text and the moves that it offers."""

import re
from html import unescape

from complaints.models import Complaint
from tests.citizen.conftest import Visitor, words
from tests.world import World

OFFERED = re.compile(r'action="[^"]*/mine/(\w+)/"')


def told(answer) -> str:
    """Return the page's text."""
    return unescape(words(answer))


def opens(visitor: Visitor, complaint: Complaint, at: str) -> str:
    """Open the complaint and return the page's text."""
    return told(visitor.opens(complaint, at))


def offered(answer) -> set[str]:
    """Return the moves that have a form."""
    return set(OFFERED.findall(answer.content.decode())) - {"end"}


def stands(complaint: Complaint) -> Complaint:
    return Complaint.objects.unscoped("test").get(pk=complaint.pk)


def resolved(world: World, **answers) -> Complaint:
    """Return a complaint that was resolved at noon of the second day."""
    complaint = world.in_inquiry(**answers)
    world.bilal.reports(complaint, "+1d 09:00")
    world.salma.does("verify", complaint, "+1d 10:00", verdict="satisfied")
    world.farah.does("accept", complaint, "+1d 11:00")
    return complaint


def closed(world: World, **answers) -> Complaint:
    """Return a complaint that the complainant closed at noon of the second day."""
    complaint = resolved(world, **answers)
    world.ayesha.does("close", complaint, "+1d 12:00")
    return complaint
