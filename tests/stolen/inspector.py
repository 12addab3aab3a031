"""Attempts from the process that inspects files. Only where that process is isolated."""

import io
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from unittest.mock import patch
from urllib.parse import urlsplit

from django.conf import settings

from complaints.evidence import sandbox
from tests.stolen.attacker import Attacker, attempt

INSPECTOR = "the file inspector's process"
STAND_IN = """
import json, os, socket, sys
gains = []
for process in (os.getppid(), int(sys.argv[1])):
    try:
        text = open(f"/proc/{process}/environ", "rb").read()
    except OSError:
        continue
    if any(name in text for name in (b"SECRET_KEY", b"FIELD_KEYS", b"INDEX_KEY", b"CHAIN_KEY", b"DATABASE_URL")):
        gains.append("a key")
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[2])), timeout=2)
    gains.append("a connection to Redis")
except OSError:
    pass
print(json.dumps({"media_type": ", ".join(gains)}))
"""
ISOLATION = "complaints.isolation"


def is_isolated() -> bool:
    """Return whether this version isolates the process, and can do so on this machine."""
    if find_spec(ISOLATION) is None:
        return False
    return not import_module(f"{ISOLATION}.bubblewrap").find_sandbox_problem()


def keys_of_the_parent(attacker: Attacker):
    port = urlsplit(attacker.broker_url).port or urlsplit(settings.BROKER_URL).port or 1
    program = (sys.executable, "-E", "-s", "-c", STAND_IN, str(os.getpid()), str(port))
    original = io.BytesIO(os.urandom(64))  # tests remember what was inspected
    with patch.object(sandbox, "PROGRAM", program), sandbox.copy_in_sandbox(original, family="picture") as copy:
        yield from filter(None, copy.media_type.split(", "))


if is_isolated():
    attempt(INSPECTOR, "keys of the parent process, and the way to Redis")(keys_of_the_parent)
