"""The target of the scan: a portal in production settings on the loopback, with the cast of the permission tests.

Servers and settings come first: import this module before any other Django module.
"""

import http.client
import os
import re
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import databases, servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.update(servers.keys())
os.environ.update(servers.start(), TRUSTED_PROXIES="true", LOG_LEVEL="ERROR")
servers.settle("scan")
PLACE = tempfile.TemporaryDirectory()  # removed when the process ends
os.environ["EVIDENCE_STORAGE"] = f"{PLACE.name}/evidence"  # the test files are stored where the portal looks for them

import django  # noqa: E402 (the settings need the servers' addresses)

django.setup()

import redis  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402

from ledger.session_keys import hash_session_key  # noqa: E402
from tests.browser.portal import Portal  # noqa: E402
from tests.permissions import admin, citizens, desk, sign_in  # noqa: E402
from tests.permissions.cast import Cast  # noqa: E402
from tests.permissions.knocking import Knock  # noqa: E402

ROWS = citizens.ROWS | sign_in.ROWS | desk.ROWS | admin.ROWS
ROLES = {
    "anonymous citizen": "stranger",
    "complainant with keys": "complainant",
    "officer": "bilal",
    "head": "usman",
    "operator": "salma",
    "head of the centre": "imran",
    "monitor": "zara",
    "auditor": "asad",
    "administrator": "omar",
    "discipline officer": "wajid",
}
ENDS_THE_SESSION = {"account_logout", "leave", "end_visit"}
FORGOTTEN_EVERY = 0.1  # seconds
ACCESS = "ACCESS %(status)d"  # one line for each request, besides the portal's other lines


class Ground:
    """The running portal. `sessions`: the cookie of each role."""

    def __init__(self):
        folder = Path(PLACE.name)
        static = folder / "static"
        databases.manage("collectstatic", "--no-input", "--verbosity", "0", "--skip-checks", STATIC_ROOT=str(static))
        clone = databases.Clone("", os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"])
        told = {"GRANIAN_LOG_ACCESS_ENABLED": "true", "GRANIAN_LOG_ACCESS_FMT": ACCESS, "DEMO": "false"}
        told["EVIDENCE_STORAGE"] = os.environ["EVIDENCE_STORAGE"]
        self.portal = Portal(clone, static_root=static, folder=folder, workers=2, threads=2, **told)
        self.cast = Cast()
        self.sessions = {role: self._session(actor) for role, actor in ROLES.items()}
        keys = [hash_session_key(key) for key in self.sessions.values() if key]
        self._whole = list(Session.objects.filter(pk__in=keys))

    def __enter__(self) -> "Ground":
        self.portal.start()
        return self

    def __exit__(self, *trouble) -> None:
        self.portal.stop()

    def _session(self, actor: str) -> str:
        cookie = self.cast.browsers[actor].cookies.get("sessionid")
        return cookie.value if cookie else ""

    def renew(self) -> None:
        """Restore the sessions that a scanner ended."""
        for session in self._whole:
            session.save(force_insert=not Session.objects.filter(pk=session.pk).exists())

    @contextmanager
    def forgetting(self) -> Iterator[None]:
        """Clear the broker's counters all the time while the block runs, so that no rate limit stops the scan."""
        over, broker = threading.Event(), redis.Redis.from_url(os.environ["REDIS_URL"])

        def forget() -> None:
            while not over.wait(FORGOTTEN_EVERY):
                broker.flushdb()

        thread = threading.Thread(target=forget, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    @property
    def url(self) -> str:
        return self.portal.url

    def is_in(self, role: str) -> bool:
        """Return whether the role's session opens the desk."""
        line = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=60)
        line.request("GET", "/desk/", headers={"Cookie": f"sessionid={self.sessions[role]}"})
        answer = line.getresponse()
        line.close()
        return answer.status == 200 or (answer.status == 302 and "sign-in" not in answer.headers["Location"])

    def paths(self) -> list[tuple[str, str, frozenset[str]]]:
        """Yield name, address and methods of every route, once for each object of its row."""
        found = []
        for name, row in ROWS.items():
            for about in row.about:
                path = Knock("stranger", name, row, about, "GET").path(self.cast)
                found.append((name, path, row.takes))
        return found

    def answered(self) -> Counter[int]:
        """Return how many requests the portal has answered so far, by status, from its own log."""
        return Counter(map(int, re.findall(r"ACCESS (\d{3})", self.log)))

    @property
    def log(self) -> str:
        """Return everything that the portal has logged."""
        return self.portal.log_file.read_text(errors="replace")
