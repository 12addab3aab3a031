"""The API's documents as a partner's developer uses them: the cookbook's lines and the client, on a running portal."""

import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from django.utils.timezone import now

from complaints.models import Complaint, Event
from demo.officer_accounts import PARTNER_ID, PARTNER_SECRET, create_demo_partner
from tests.browser.portal import Portal
from tests.databases import ROOT
from tests.world import build

pytestmark = pytest.mark.slow

DOCS = ROOT / "docs" / "api"
BLOCK = re.compile(r"```(sh|python)\n(.*?)```", re.DOTALL)


def blocks(name: str, language: str) -> str:
    """Return the code of a document in one language."""
    found = BLOCK.findall((DOCS / name).read_text())
    return "\n".join(dedent(code) for kind, code in found if kind == language)


@pytest.fixture
def served(own_database, static_root, tmp_path):
    build()
    create_demo_partner(at=now())
    portal = Portal(own_database, static_root=static_root, folder=tmp_path)
    portal.start()
    yield portal
    portal.stop()


def run(command: list, code: str, portal: Portal, **environment: str) -> str:
    """Run a program with this text as its input, and return what it prints. Fails with what it says."""
    done = subprocess.run(
        command, input=code.replace("http://127.0.0.1:8000", portal.url), env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_line_of_the_cookbook_and_of_the_first_ten_minutes_works(served):
    shown = run(["sh", "-eux"], blocks("curl.md", "sh"), served)
    assert "304\n" in shown  # unchanged since the ETag
    assert '"code": "invalid"' in shown
    assert Complaint.objects.unscoped("test").filter(channel="partner").count() == 1
    client = str(ROOT / "clients" / "python")
    printed = run([sys.executable, "-"], blocks("first-ten-minutes.md", "python"), served, PYTHONPATH=client)
    assert re.fullmatch(r"\d{12} open\n", printed)
    assert Event.objects.filter(kind="partner_status").count() == 2


CLIENT = """
import time
from portal_client import NewComplaint, PartnerClient, Problem, PublicClient
with PublicClient(URL, language="ur") as public:
    assert len(list(public.items("offices", limit=7))) > 50
    assert {row["code"] for row in public.items("offices", kind="district")} >= {"lahore"}
with PartnerClient(URL, ID, SECRET) as portal:
    new = NewComplaint("property_crime", "lahore", "SAMPLE: taken from the market.", "no", "signed_form", "F-1",
                       phone="0300 1112233", reference="PM-9", more={"under_18": False})
    first, again = portal.register(new, key="k" * 20), portal.register(new, key="k" * 20)
    assert first == again and first.is_open
    assert [row.reference for row in portal.registered()] == ["PM-9"]
    try:
        portal.register(NewComplaint("property_crime", "atlantis", "x", "no", "signed_form", "F-1"))
    except Problem as problem:
        assert (problem.status, problem.code) == (422, "invalid") and problem.errors
    else:
        raise AssertionError
with PartnerClient(URL, ID, "wrong") as portal:
    try:
        portal.state(first.etag)
    except Problem as problem:
        assert problem.code == "client_unknown"
    else:
        raise AssertionError
"""


def test_the_python_client(served):
    named = f"URL, ID, SECRET = {served.url!r}, {PARTNER_ID!r}, {PARTNER_SECRET!r}\n"
    run([sys.executable, "-"], named + CLIENT, served, PYTHONPATH=str(ROOT / "clients" / "python"))


def test_no_document_names_this_machine():
    texts = [path.read_text() for path in (*DOCS.glob("*.md"), *Path(ROOT / "clients").rglob("*.py"))]
    assert not any("/work/" in text or "/tmp/" in text for text in texts)
