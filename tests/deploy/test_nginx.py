"""The example front holds slow clients; all others are answered."""

import pytest

from tests.browser.portal import Portal
from tests.deploy.front import LENGTH, CannotServe, Front, asked, slow

pytestmark = pytest.mark.slow

SLOW = 200


@pytest.fixture
def front(own_database, static_root, tmp_path):
    """nginx before one web worker of two threads."""
    portal = Portal(own_database, static_root=static_root, folder=tmp_path, TRUSTED_PROXIES="true", DEMO="false")
    try:
        one = Front(tmp_path, portal=portal.port)
    except CannotServe as reason:
        pytest.skip(str(reason))
    portal.environment["SITE_URL"] = f"https://127.0.0.1:{one.port}"
    portal.start()
    one.start()
    yield one
    one.stop()
    portal.stop()


def test_tracking_is_answered_while_two_hundred_are_slow(front):
    lines = slow(front.line, SLOW)
    assert [asked(front.line(), "/track/") for _ in range(10)] == [200] * 10
    form = lines[1]  # no client was disconnected: a form that continues is answered when it is complete
    form.sendall(b"x" * (LENGTH - len("category=")))
    assert form.recv(100).startswith(b"HTTP/1.1 403")  # no token, as the portal itself reports
    for line in lines:
        line.close()
