"""Collect the demo's static files at the first start, and again only if a file or the storage has changed."""

import hashlib
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_static_files_if_changed() -> bool:
    """Collect the files into STATIC_ROOT unless they are up to date, and return whether it was necessary.

    Otherwise most of a later start would be spent on compressing a thousand files again.
    """
    folder, current = Path(settings.STATIC_ROOT), static_files_hash()
    stamp = folder.with_name(f"{folder.name}.state")
    if folder.is_dir() and stamp.exists() and stamp.read_text() == current:
        return False
    stamp.unlink(missing_ok=True)  # so that after an interruption the next start collects them again
    shutil.rmtree(folder, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(current)
    return True


def static_files_hash() -> str:
    """Return a hash of name, path, size and time of all static files, and of the storage setting."""
    digest = hashlib.sha256(f"{settings.STORAGES['staticfiles']}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            status = path.stat()
            digest.update(f"{name} {path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
