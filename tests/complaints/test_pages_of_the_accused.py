"""No page, list, count or file of the accused, or of who is below them, changes with a complaint against them.

Each opens the desk's lists and every page and file that a link leads to, before the registration and afterwards, at the
same moment. What comes back must be the same to the last character, apart from what is drawn at random.
"""

import io
import re
import zipfile
from collections import deque
from urllib.parse import urlsplit

import pytest

from complaints.services.exclusion.officer_naming import name_officer
from monitoring.tallies.tally_maintenance import apply_deltas
from tests.complaints.walls.doors import LISTS
from tests.desk.conftest import Seat, seat
from tests.world import World, clock

__all__ = ["seat"]
pytestmark = pytest.mark.slow

AT = "+1d 12:00"
MOST_PAGES = 100
LINK = re.compile(r'(?:href|hx-get|src)="(/desk/[^"#]*)"')
RANDOM = re.compile(r'value="[A-Za-z0-9]{64}"|/desk/intake/[0-9a-f-]{36}/')
"""A form's token, and the address of a new form of the operator."""
NOT_OPENED = (
    "/desk/sign-", "/desk/help/", "/desk/posting/", "/desk/complaints/",
    "/desk/access/searches/",  # lists the auditor's own visits to the lists of readings
)  # fmt: skip


def readable(content: bytes, *, is_workbook: bool) -> str:
    """Return a page's text, or that of a workbook's sheets: its properties state when it was made."""
    if not (is_workbook and content.startswith(b"PK")):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = (name for name in book.namelist() if not name.startswith("docProps/"))
        return "\n".join(f"{name}: {book.read(name).decode()}" for name in sheets)


def pages_of(reader: Seat) -> dict[str, tuple]:
    """Return status, type and text of the lists, and of the pages and files that their links lead to."""
    found, waiting = {}, deque(["/desk/", *LISTS])
    while waiting and len(found) < MOST_PAGES:
        path = waiting.popleft()
        if path in found or path.startswith(NOT_OPENED):
            continue
        answer = reader.get(path, AT)
        text = readable(b"".join(answer), is_workbook=path.endswith(".xlsx"))
        found[path] = answer.status_code, answer.get("Content-Type"), RANDOM.sub("", text)
        links = (link.replace("&amp;", "&") for link in LINK.findall(text) if answer.status_code == 200)
        waiting.extend(link for link in links if urlsplit(link).query.count("=") < 2)
    return found


def changed_pages(world: World, seat, who: list[str], files) -> list[tuple[str, str]]:
    """Return reader and address of the pages that differ after `files(world)`."""
    world.in_inquiry("10:00")
    world.complaint("property_crime", "11:00", by="bashir", station="gulberg")
    apply_deltas()
    readers = {name: seat(world.people[name]) for name in who}
    before = {name: pages_of(reader) for name, reader in readers.items()}
    files(world)
    apply_deltas()
    after = {name: pages_of(reader) for name, reader in readers.items()}
    assert all(len(pages) > 50 for pages in after.values())
    return [(name, path) for name in who for path, page in after[name].items() if before[name].get(path) != page]


def files_against(post: str):
    return lambda world: world.complaint("misbehaviour", "+1d 10:00", station="gulberg", post=post)


def names_bilal(world: World) -> None:
    """Dania has a complaint that names Bilal, of her own circle, and goes on with it."""
    complaint = world.complaint("financial_crime", "+1d 09:00")
    name_officer(
        complaint_id=complaint.pk, officer_id=world.bilal.officer.pk, why="She said so.", by=world.nadia.actor,
        at=clock("+1d 09:05"),
    )  # fmt: skip
    world.salma.marks(complaint, to=world.dania, at="+1d 09:10")
    world.dania.records_contact(complaint, "+1d 10:00")


@pytest.mark.parametrize(
    ("files", "who"),
    [
        (files_against("SHO"), ["kamran"]),
        (files_against("SDPO"), ["dania", "hina"]),
        (files_against("RPO"), ["usman", "salma"]),
        (files_against("CPO_STAFF"), ["zara", "asad"]),
        (names_bilal, ["bilal"]),
    ],
    ids=["SHO", "SDPO", "RPO", "staff of the CPO", "by name"],
)
def test_nothing_changes_for_the_accused_and_those_below(world, seat, files, who):
    assert changed_pages(world, seat, who, files) == []


def test_a_complaint_that_excludes_nobody_changes_their_pages(world, seat):
    """The control: the same readers would see the difference."""
    changed = changed_pages(world, seat, ["zara"], lambda world: world.complaint(at="+1d 10:00", station="gulberg"))
    assert {"/desk/office/?status=all", "/desk/board/"} <= {path for _, path in changed}
