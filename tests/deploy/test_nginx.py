"""The example front holds slow clients; all others are answered."""

import base64
import hashlib
import re

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
    one.portal = portal
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


def test_without_a_web_server_the_page_explains_it_in_both_languages(front):
    front.portal.stop()
    line = front.line()
    line.sendall(b"GET /ur/track/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    assert answer.startswith("HTTP/1.1 502")
    assert "please try again" in answer
    assert "دوبارہ کوشش کریں" in answer
    digest = hashlib.sha256(re.search(r"<style>(.*?)</style>", answer, re.DOTALL)[1].encode()).digest()
    assert f"default-src 'none'; style-src 'sha256-{base64.b64encode(digest).decode()}'" in answer
