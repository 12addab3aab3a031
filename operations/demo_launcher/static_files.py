"""The demo's static files: collected at the first start, and again only when one of them is another."""

import hashlib
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> bool:
    """Collect them into STATIC_ROOT, unless they lie there as they are; whether it was done.

    Most of a later start would go into pressing a thousand files that are pressed already.
    """
    folder, now = Path(settings.STATIC_ROOT), state()
    stamp = folder.with_name(f"{folder.name}.state")
    if folder.is_dir() and stamp.exists() and stamp.read_text() == now:
        return False
    stamp.unlink(missing_ok=True)  # or a start that is killed half-way would leave half of them to the next
    shutil.rmtree(folder, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now)
    return True


def state() -> str:
    """Of all files of all apps, name, place, size and time, and of how they are kept."""
    kept = hashlib.sha256(f"{settings.STORAGES['staticfiles']}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            about = path.stat()
            kept.update(f"{name} {path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return kept.hexdigest()
