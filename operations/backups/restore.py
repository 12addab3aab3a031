"""The way back: a folder that PostgreSQL can be started on, at the end of what was archived or at a moment before."""

import shlex
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

from operations.backups import destroyed, files
from operations.backups.backup_folder import BackupFolder, CannotDo, major_of, program


def restore(place: BackupFolder, *, data: Path, evidence: Path, until: datetime | None = None) -> tuple[Path, int]:
    """Put a checked copy of the cluster into `data` and the files into `evidence`; both must be absent or empty.

    Started on `data`, PostgreSQL first takes what was archived since, up to `until` where it is given, and then takes
    work. With the files lies what was destroyed since the oldest copy: the portal does not start before `manage.py
    destroy_again`. Which copy it was, and how many files. Raises CannotDo, before anything is started, for a copy or a
    file that is not as it was when it was made.
    """
    if data.exists() and any(data.iterdir()):
        raise CannotDo(f"{data} is not empty: a restore needs a folder of its own, and never writes over a database.")
    base = place.last_base(until=until)
    verifier = program("pg_verifybackup", major=major_of(base))
    checked = subprocess.run([verifier, "-q", base], capture_output=True, text=True, cwd="/")  # noqa: S603 (PostgreSQL's own programs)
    if checked.returncode:
        raise CannotDo(f"the copy {base.name} is not as it was made: {checked.stderr.strip()[-600:]}")
    shutil.copytree(base, data, dirs_exist_ok=True)
    data.chmod(0o700)
    with (data / "postgresql.auto.conf").open("a") as settings:
        settings.writelines(f"{line}\n" for line in _recovery(place.wal.absolute(), until))
    (data / "recovery.signal").touch(mode=0o600)
    number = files.lay(place, evidence, until=until)
    destroyed.lay(place, evidence)
    return base, number


def _recovery(wal: Path, until: datetime | None):
    """`latest` follows the archive to its end, over later timelines too."""
    yield f"restore_command = '{_quoted(f'cp {shlex.quote(str(wal))}/%f %p')}'"
    yield "recovery_target_timeline = 'latest'"
    yield "recovery_target_action = 'promote'"
    if until is not None:
        yield f"recovery_target_time = '{until.isoformat()}'"


def _quoted(value: str) -> str:
    return value.replace("'", "''")
