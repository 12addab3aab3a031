"""Lose a site and restore it: `python -m drills.restore [NUMBER] [--photos N]`, or `make restore-drill`.

A separate site with a WAL archive is filled by `generate_complaints`, and files are uploaded. `bin/backup` copies it.
Then complaints are filed one after the other, each acknowledged, while the log is archived every ten seconds, until the
server is killed and its disk deleted. The site is restored elsewhere and verified; acknowledged complaints that are
missing are the loss. PostgreSQL writes to the disk as in production. Writes drills/results/restore.json
(drills/README.md).
"""

import argparse
import json
import os
import shutil
import tempfile
import time
from pathlib import Path

from bench import servers

servers.start(TRUSTED_PROXIES="false")

from django.utils import timezone  # noqa: E402 (modules that read Django's settings are imported after the start)

from complaints import evidence  # noqa: E402
from complaints.models import Complaint  # noqa: E402
from complaints.queries.uploaded_files import FileOwner  # noqa: E402
from complaints.rules.actors import Citizen  # noqa: E402
from complaints.rules.statuses import Channel  # noqa: E402
from complaints.services.registration import register_complaint, start_draft  # noqa: E402
from operations.backups import backup_folder, make_backup  # noqa: E402
from tests import databases  # noqa: E402
from tests.backups import sites  # noqa: E402
from tests.evidence import samples  # noqa: E402
from tests.world import PHONES  # noqa: E402

DURABLE_OPTIONS = {
    "autovacuum": "on",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_wal_size": "4GB",
}
ARCHIVE_EVERY, FILING_SECONDS = 10, 35
RESULTS = Path(__file__).parent / "results" / "restore.json"


def timed(figures: dict, name: str, work):
    """Do some work, store in `figures` how many seconds it took, and return its result."""
    began = time.perf_counter()
    result = work()
    figures[name] = round(time.perf_counter() - began, 1)
    return result


def fill_site(complaints: int, site: sites.Site) -> None:
    """Fill the site. Commits do not wait for the disk, because nothing crashes before the copy."""
    hasty = {"PGOPTIONS": "-c synchronous_commit=off"}
    databases.manage("generate_complaints", str(complaints), **site.environment, **hasty, **databases.DEMO)


def upload_photos(count: int) -> None:
    """Upload and inspect a photo for each of the oldest open complaints."""
    photo, at = samples.photo(size=(1600, 1200), quality=90), timezone.now()
    for complaint in Complaint.objects.unscoped("drill").open().order_by("pk")[:count]:
        properties = {"name": "shop.jpg", "media_type": "image/jpeg", "size": len(photo)}
        evidence.upload_whole_file(owner=FileOwner(complaint_id=complaint.pk), parts=[photo], at=at, **properties)
    evidence.inspect_waiting_files(at=at)


def file_until(end: float) -> list[tuple[str, float]]:
    """File complaints one after the other. Return their E-tags and the times of acknowledgement."""
    acknowledged = []
    answers = {"category": "property_crime", "district": "lahore", "text": "My shop was broken into."}
    answers |= {"name": "Ayesha", "phone": PHONES["ayesha"]}
    while time.time() < end:
        at = timezone.now()
        draft = start_draft(channel=Channel.WEB, answers=dict(answers), at=at)
        complaint = register_complaint(draft_id=draft.pk, channel=Channel.WEB, by=Citizen(), at=at)
        acknowledged.append((complaint.etag, time.time()))
    return acknowledged


def checked_output(process) -> str:
    """Return the output of a finished command. Raises RuntimeError with its error output."""
    if process.returncode:
        raise RuntimeError(process.stderr)
    return process.stdout


def run_and_lose_site(folder: Path, figures: dict, complaints: int, photos: int) -> tuple[Path, list]:
    """Make, copy, use and lose a site. Return the backup's folder and the complaints acknowledged after the copy.

    Each complaint is an E-tag with the seconds from its acknowledgement to the loss.
    """
    backup = folder / "backup"
    for path in (backup, backup / "wal"):
        path.mkdir(mode=0o777)
        path.chmod(0o777)
    site = sites.Site.begun(
        folder / "site",
        sites.migrated_cluster(),
        sites.programs_of_the_run(),
        archive=backup / "wal",
        **DURABLE_OPTIONS,
        archive_timeout=str(ARCHIVE_EVERY),
    )
    with site.used():
        timed(figures, "made_in_seconds", lambda: fill_site(complaints, site))
        upload_photos(photos)
        figures["database_bytes"] = site.ask("SELECT pg_database_size('portal')")
        checked_output(timed(figures, "copy_seconds", lambda: sites.backup("make", backup, site=site)))
        figures["copy_bytes"] = backup_folder.read_details(backup_folder.BackupFolder(backup).last_base())["bytes"]
        acknowledged = file_until(time.time() + FILING_SECONDS)
        died = time.time()
    site.lose()
    figures["filed_after_the_copy"] = len(acknowledged)
    return backup, [(etag, died - at) for etag, at in acknowledged]


def restore_and_count_loss(folder: Path, backup: Path, figures: dict, acknowledged: list) -> None:
    """Restore the site on a new server, verify it, and count the missing rows and files."""
    folder.mkdir(mode=0o711)
    site = sites.Site(folder, sites.programs_of_the_run())
    arguments = ("--data", site.data, "--evidence", site.evidence)
    checked_output(timed(figures, "lay_out_seconds", lambda: sites.backup("restore", backup, *arguments)))
    timed(figures, "start_seconds", lambda: site.start(**DURABLE_OPTIONS))
    try:
        timed(figures, "destroy_again_seconds", lambda: databases.manage("destroy_again", **site.environment))
        for command in ("verify_keys", "verify_evidence", "verify_tallies", "verify_history"):
            timed(figures, f"{command}_seconds", lambda name=command: databases.manage(name, **site.environment))
        checked_output(sites.backup("check", backup, site=site))
        with site.used():
            restored = set(Complaint.objects.unscoped("drill").values_list("etag", flat=True))
        lost = [before for etag, before in acknowledged if etag not in restored]
        figures["lost"], figures["loss_seconds"] = len(lost), round(max(lost, default=0), 1)
        figures["rows"] = sum(make_backup.count_rows(site.url).values())
    finally:
        site.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", nargs="?", type=int, default=20_000)
    parser.add_argument("--photos", type=int, default=50)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="drill-", dir="/tmp"))
    folder.chmod(0o711)
    figures = {"complaints": options.number, "photos": options.photos, "archive_timeout": ARCHIVE_EVERY}
    try:
        backup, acknowledged = run_and_lose_site(folder, figures, options.number, options.photos)
        restore_and_count_loss(folder / "new", backup, figures, acknowledged)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    figures["load"] = [round(value, 1) for value in os.getloadavg()]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
