"""Restore a backup into folders for a new PostgreSQL server, up to the end of the archived log or an earlier time."""

import shlex
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

from operations.backups import backup_files, destroyed_complaints
from operations.backups.backup_folder import BackupFolder, CannotDo, find_program, postgres_version_of


def restore_backup(
    backup: BackupFolder, *, data: Path, evidence: Path, until: datetime | None = None
) -> tuple[Path, int]:
    """Restore a verified copy of the cluster into `data` and the files into `evidence`. Both must be missing or empty.

    When PostgreSQL is started on `data`, it first replays the archived log, up to `until` if given. The evidence folder
    also gets the list of complaints that were destroyed since the oldest copy; the portal does not start before
    `manage.py destroy_again`.

    Return the copy and the number of files. Raises CannotDo if the copy or a file is damaged.
    """
    if data.exists() and any(data.iterdir()):
        raise CannotDo(f"{data} is not empty: a restore needs an empty folder and never overwrites a database.")
    base = backup.last_base(until=until)
    verifier = find_program("pg_verifybackup", major=postgres_version_of(base))
    result = subprocess.run([verifier, "-q", base], capture_output=True, text=True, cwd="/")  # noqa: S603 (PostgreSQL's own programs)
    if result.returncode:
        raise CannotDo(f"the copy {base.name} is damaged: {result.stderr.strip()[-600:]}")
    shutil.copytree(base, data, dirs_exist_ok=True)
    data.chmod(0o700)
    with (data / "postgresql.auto.conf").open("a") as settings:
        settings.writelines(f"{line}\n" for line in _recovery_settings(backup.wal.absolute(), until))
    (data / "recovery.signal").touch(mode=0o600)
    count = backup_files.restore_files(backup, evidence, until=until)
    destroyed_complaints.write_restored_list(backup, evidence)
    return base, count


def _recovery_settings(wal: Path, until: datetime | None):
    """Yield PostgreSQL's recovery settings. `latest` follows the archive to its end, including later timelines."""
    command = f"cp {shlex.quote(str(wal))}/%f %p".replace("'", "''")
    yield f"restore_command = '{command}'"
    yield "recovery_target_timeline = 'latest'"
    yield "recovery_target_action = 'promote'"
    if until is not None:
        yield f"recovery_target_time = '{until.isoformat()}'"
