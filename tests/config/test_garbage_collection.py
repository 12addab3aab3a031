"""What the web server has loaded before its first request is not searched for garbage."""

import os
import subprocess
import sys

import pytest

from operations.fresh_secrets import new_secrets
from tests.databases import ROOT

LOAD = """
import gc, sys
import config.wsgi
pages = sys.modules["desk.queue.search_page"]
from complaints.models import Complaint
kept = {id(pages), id(pages.__dict__), id(pages.search_complaints), id(Complaint), id(Complaint._meta)}
print("searched:", sum(id(found) in kept for found in gc.get_objects()))
"""


@pytest.mark.slow
def test_pages_and_models_are_loaded_and_frozen_before_the_first_request(own_database):
    environment = os.environ | new_secrets() | {"DEMO": "true", "SITE_URL": "http://127.0.0.1:8000"}
    environment |= {"ALLOWED_HOSTS": "127.0.0.1,[::1]"}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    command = [sys.executable, "-c", LOAD]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90)
    assert done.stdout == "searched: 0\n", done.stderr
