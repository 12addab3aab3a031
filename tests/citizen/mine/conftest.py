"""One's own complaint, opened by its key: what the page says, and which acts it offers."""

import re
from html import unescape

from complaints.models import Complaint
from tests.citizen.conftest import Visitor, words
from tests.world import World

OFFERED = re.compile(r'action="[^"]*/mine/(\w+)/"')


def told(answer) -> str:
    """What the page says."""
    return unescape(words(answer))


def opens(visitor: Visitor, complaint: Complaint, at: str) -> str:
    """The page of the complaint, in words."""
    return told(visitor.opens(complaint, at))


def offered(answer) -> set[str]:
    """The acts that have a form."""
    return set(OFFERED.findall(answer.content.decode())) - {"end"}


def stands(complaint: Complaint) -> Complaint:
    return Complaint.objects.unscoped("test").get(pk=complaint.pk)


def resolved(world: World, **answers) -> Complaint:
    """Resolved by noon of the second day."""
    complaint = world.in_inquiry(**answers)
    world.bilal.reports(complaint, "+1d 09:00")
    world.salma.does("verify", complaint, "+1d 10:00", verdict="satisfied")
    world.farah.does("accept", complaint, "+1d 11:00")
    return complaint


def closed(world: World, **answers) -> Complaint:
    """Closed by the complainant at noon of the second day."""
    complaint = resolved(world, **answers)
    world.ayesha.does("close", complaint, "+1d 12:00")
    return complaint
