"""`python -m tests.file_stores.other_process ACT ENTRY`: use a storage in a process of its own.

ENTRY is the storage's entry of STORAGES, as JSON. A fork of the test's process would not do: it has threads (moto's),
and a child that is forked while one of them holds a lock may wait for that lock for ever.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from django.core.files.base import ContentFile

from complaints.file_stores.bucket_storage import PART
from complaints.file_stores.paired_storage import make_storage

ROOT = Path(__file__).parents[2]
SECONDS = 120


def run(act: str, entry: dict) -> int:
    """Run one of ACTS in another process, and return its exit status: minus the signal's number if one ended it."""
    command = [sys.executable, "-m", "tests.file_stores.other_process", act, json.dumps(entry)]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(command, cwd=ROOT, env=environment, timeout=SECONDS).returncode


class KillsItsWriter(ContentFile):
    """A file of several parts, whose reader is killed near its end."""

    def chunks(self, chunk_size=None):
        yield bytes(2 * PART)
        os.kill(os.getpid(), signal.SIGKILL)

    def read(self, length=-1):
        if self.tell() >= 2 * PART:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(length)


def be_killed_while_saving(entry: dict) -> int:
    make_storage(entry).save("originals/two", KillsItsWriter(bytes(3 * PART)))
    return 1  # it was not killed


def fork_after_use(entry: dict) -> int:
    """Save a file, and read it in a forked child. Return 0 if the child made a connection of its own."""
    storage = make_storage(entry)
    storage.save("tests/one", ContentFile(b"words"))
    ours = storage.client
    child = os.fork()
    if child == 0:
        os._exit(0 if storage.client is not ours and storage.exists("tests/one") else 1)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return ended if storage.client is ours else 2


ACTS = {act.__name__: act for act in (be_killed_while_saving, fork_after_use)}

if __name__ == "__main__":
    sys.exit(ACTS[sys.argv[1]](json.loads(sys.argv[2])))
