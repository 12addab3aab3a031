"""A process is killed while it writes a file: the unfinished file is never used and is deleted."""

import os
import signal
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils.timezone import now

from complaints.file_stores.durable_storage import DurableStorage
from tests.forked import run_forked


class KillsItsWriter(ContentFile):
    def chunks(self, chunk_size=None):
        yield b"Ayesha's"
        os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_killed_process_wrote_is_deleted_an_hour_later_and_is_no_file_before(tmp_path):
    storage = DurableStorage(location=str(tmp_path))
    storage.save("originals/one", ContentFile(b"whole"))
    assert run_forked(lambda: storage.save("originals/two", KillsItsWriter(b""))) == -signal.SIGKILL
    assert not storage.exists("originals/two")
    written = now()
    assert storage.delete_unfinished(before=written - timedelta(hours=1)) == 0
    assert storage.delete_unfinished(before=written + timedelta(seconds=1)) == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "originals" / "one"]
