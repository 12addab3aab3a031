"""The web process is killed while a complaint is filed: no complaint and its draft exist, or one and its E-tag.

A trigger counts every statement that changes a row. At the write that the test names, the statement waits for a lock
that the test holds. Then the process is killed (SIGKILL) and restarted, and the citizen reloads the page.
`FILING_KILLS_EVERY=1 pytest tests/faults/test_killed_while_filing.py` kills at every write.
"""

import http.cookiejar
import itertools
import os
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

import psycopg
import pytest
from django.db import connections

from citizen.filing.draft_addresses import draft_address, draft_id_at
from complaints.models import Complaint, Draft, Event
from notifications.models import Message
from tests.browser.portal import Portal
from tests.world import build

pytestmark = pytest.mark.slow

LOCK = 4711
COUNTING = f"""
CREATE TABLE halt (at_write bigint NOT NULL);
INSERT INTO halt VALUES (0);
CREATE SEQUENCE writes;
CREATE FUNCTION halt() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF nextval('writes') = (SELECT at_write FROM halt) THEN
        PERFORM pg_advisory_xact_lock_shared({LOCK});
    END IF;
    RETURN NULL;
END $$;
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'halt' LOOP
        EXECUTE format('CREATE TRIGGER halt AFTER INSERT OR UPDATE OR DELETE ON %I EXECUTE FUNCTION halt()', name);
    END LOOP;
END $$;
"""
WAITING = """
SELECT query FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"""
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""
PATIENCE = 150  # seconds
AYESHA = {
    "category": "financial_crime",
    "district": "lahore",
    "text": "He took my savings for a plot and gave me a false file.",
    "keep_from": "no",
    "reach": "phone",
    "checked": "1",
    "phone": "0300 1112233",
}
SABA = AYESHA | {"category": "domestic_violence", "reach": "secret", "phone": "", "secret": "blue kettle sings"}
PAGES = {
    "": ["category"],
    "where/": ["district"],
    "what/": ["text"],
    "whom/": ["keep_from"],
    "reach/": ["reach", "phone", "secret", "checked"],
}


EVERY = int(os.environ.get("FILING_KILLS_EVERY", "8"))
"""Kill at every n-th write, counted back from the last one, which comes after the commit. 1: at every write."""
WRITTEN = {"draft", "complainant", "complaint", "statement", "custody", "event", "chainhead", "session"}


class Writes:
    """The writes of the portal's database. The n-th one is held until it is released."""

    def __init__(self, owner_url: str):
        self.owner = psycopg.connect(owner_url, autocommit=True)
        self.owner.execute(COUNTING)

    def of(self, act) -> int:
        """Return how many writes an action takes."""
        self.owner.execute("ALTER SEQUENCE writes RESTART")
        act()
        return self.owner.execute("SELECT last_value FROM writes").fetchone()[0]

    def hold(self, number: int) -> None:
        self.owner.execute("ALTER SEQUENCE writes RESTART")
        self.owner.execute("UPDATE halt SET at_write = %s", [number])
        self.owner.execute("SELECT pg_advisory_lock(%s)", [LOCK])

    def held(self) -> str:
        """Return the waiting statement, or nothing."""
        return next((query for (query,) in self.owner.execute(WAITING)), "")

    def let_go(self) -> None:
        """Let the statement continue. Its sender may be dead."""
        self.owner.execute("SELECT pg_advisory_unlock_all()")


@dataclass
class Citizen:
    """A person with their own browser and the answers of one filing."""

    url: str
    told: dict
    key: str = field(default_factory=lambda: draft_address(uuid.uuid4()))
    answered: list[str] = field(default_factory=list)
    asked: tuple[str, dict | None] = ("", None)
    arrived: str = ""

    def __post_init__(self):
        jar = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def files(self, places: Iterable[str]) -> str:
        """Open, fill in and send these pages in turn. Return the page after the last one."""
        page = ""
        for place in places:
            path = f"/complain/{self.key}/{place}" if place else "/complain/"
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.loads(path))[1]
            typed = {name: self.told.get(name, "") for name in PAGES[place]} | {"key": self.key, "language": "en"}
            page = self.loads(path, typed | {"csrfmiddlewaretoken": token})
            self.answered.append(place)
        return page

    def reloads(self) -> str:
        """Repeat the request that got no answer, as a browser does, and send the following pages.

        Return the page after the last.
        """
        page, places, (_, typed) = self.loads(*self.asked), list(PAGES), self.asked
        if typed:
            self.answered.append(places[len(self.answered)])
        return self.files(places[len(self.answered) :]) or page

    def loads(self, path: str, typed: dict | None = None) -> str:
        self.asked = path, typed
        data = urllib.parse.urlencode(typed).encode() if typed else None
        with self.browser.open(self.url + path, data, timeout=PATIENCE) as answer:
            self.arrived = urllib.parse.urlsplit(answer.url).path
            return answer.read().decode()

    @property
    def complaints(self) -> list[Complaint]:
        return list(Complaint.objects.unscoped("test").filter(draft=draft_id_at(self.key)))

    @property
    def draft(self) -> Draft | None:
        return Draft.objects.filter(pk=draft_id_at(self.key)).first()


@pytest.fixture
def portal(own_database, static_root, tmp_path):
    build()
    portal = Portal(own_database, static_root=static_root, folder=tmp_path)
    portal.start()
    yield portal
    portal.stop()


@pytest.mark.parametrize(("told", "pages"), [(AYESHA, list(PAGES)), (SABA, ["reach/"])], ids=["ayesha", "saba"])
def test_killed_at_any_write_it_is_one_complaint_or_none_and_nothing_told_is_lost(own_database, portal, told, pages):
    """Saba is killed at the last page only, because the secret word is her only key.

    `pages`: the pages at whose writes the process is killed.
    """
    writes, undisturbed = Writes(own_database.owner_url), begun(portal, told, pages)
    last, seen, left = writes.of(lambda: undisturbed.files(pages)), [], []
    for number in reversed(range(last, 0, -EVERY)):
        citizen = begun(portal, told, pages)
        statement = _killed_at(number, citizen, pages, writes, portal)
        seen.append(statement)
        _nothing_is_half(citizen, statement)
        left.append(len(citizen.complaints))
        receipt = citizen.reloads()
        (complaint,) = citizen.complaints
        assert complaint.spaced_etag in receipt, statement
        assert Event.objects.filter(complaint=complaint).count() == 1, statement
        assert Message.objects.filter(recipient=f"complainant:{complaint.complainant_id}").count() == 1, statement
    if EVERY == 1:
        assert set(re.findall(r'"(?:complaints|django)_(\w+)"', " ".join(seen))) >= WRITTEN
    assert left == sorted(left)  # none up to the end of its transaction, then one: killed before the answer
    assert set(left) == {0, 1}
    assert Complaint.objects.unscoped("test").count() == len(seen) + 1


def begun(portal: Portal, told: dict, pages: list[str]) -> Citizen:
    """Return a person who has completed all pages before these."""
    citizen = Citizen(portal.url, told)
    citizen.files(place for place in PAGES if place not in pages)
    return citizen


def test_killed_between_two_pages_it_goes_on_where_it_was(portal):
    citizen = Citizen(portal.url, AYESHA)
    for place, following in itertools.pairwise(PAGES):
        citizen.files([place])
        portal.kill()
        portal.start()
        citizen.loads(f"/complain/{citizen.key}/")
        assert citizen.arrived == f"/complain/{citizen.key}/{following}"
        assert citizen.complaints == []
    assert AYESHA["text"] in citizen.loads(f"/complain/{citizen.key}/what/")
    citizen.files(["reach/"])
    assert len(citizen.complaints) == 1


def test_a_statement_that_is_held_and_let_go_goes_through(own_database, portal):
    """The control: a statement that is held and released completes, so the effects above come from the kill.

    While it is held, nobody else notices it.
    """
    writes, citizen = Writes(own_database.owner_url), Citizen(portal.url, AYESHA)
    citizen.files(place for place in PAGES if place != "reach/")
    writes.hold(3)
    filing = threading.Thread(target=_files, args=(citizen, ["reach/"]))
    filing.start()
    deadline = time.monotonic() + PATIENCE
    while not (statement := writes.held()):
        assert time.monotonic() < deadline, portal.said()
        time.sleep(0.02)
    assert '"complaints_' in statement
    assert citizen.complaints == []
    assert "reach/" not in citizen.answered
    writes.let_go()
    filing.join()
    assert "reach/" in citizen.answered
    assert len(citizen.complaints) == 1


def _killed_at(number: int, citizen: Citizen, pages: list[str], writes: Writes, portal: Portal) -> str:
    """Send the pages until that write, and kill the process there. Return the statement.

    Empty if the pages have fewer writes and completed.
    """
    writes.hold(number)
    filing = threading.Thread(target=_files, args=(citizen, pages))
    filing.start()
    deadline = time.monotonic() + PATIENCE
    while not (statement := writes.held()) and filing.is_alive():
        assert time.monotonic() < deadline, portal.said()
        time.sleep(0.02)
    if statement:
        portal.kill()
    writes.let_go()
    filing.join()
    if statement:
        _wait_for_the_dead(writes)
        portal.start()
    return statement


def _files(citizen: Citizen, pages: list[str]) -> None:
    try:
        citizen.files(pages)
    except urllib.error.HTTPError:
        raise
    except OSError:
        pass  # the connection broke


def _wait_for_the_dead(writes: Writes) -> None:
    """Wait until the database has closed the connections of the killed process."""
    connections.close_all()
    deadline = time.monotonic() + PATIENCE
    while writes.owner.execute(OTHERS).fetchone()[0]:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _nothing_is_half(citizen: Citizen, statement: str) -> None:
    """Check that the draft leads to one complaint, or to none and the draft has every answer that was accepted."""
    draft, complaints = citizen.draft, citizen.complaints
    assert len(complaints) <= 1, statement
    if complaints:
        assert draft.complaint_id == complaints[0].pk
        assert citizen.told["text"] not in draft.sealed_answers
        return
    assert draft is not None or citizen.answered == [], statement
    told = draft.answers if draft else {}
    for place in citizen.answered:
        for name in PAGES[place]:
            assert told[name] == citizen.told[name], statement
