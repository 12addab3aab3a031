"""Lose a site and restore it: `python -m drills.restore [NUMBER] [--photos N]`, or `make restore-drill`.

A separate site that archives to pgBackRest is filled by `generate_complaints`, and files are uploaded. A full and a
differential backup are made. Then complaints are filed one after the other, each acknowledged, while the log is
archived every ten seconds, until the server is killed and its disk deleted. The site is restored elsewhere and
verified; acknowledged complaints that are missing are the loss. PostgreSQL writes to the disk as in production. Needs
Debian's pgbackrest and postgresql-17. Writes drills/results/restore.json (drills/README.md).
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

from bench import evidence_rows, storage  # noqa: E402
from complaints import evidence  # noqa: E402
from complaints.models import Complaint  # noqa: E402
from complaints.queries.uploaded_files import FileOwner  # noqa: E402
from complaints.rules.actors import Citizen  # noqa: E402
from complaints.rules.statuses import Channel  # noqa: E402
from complaints.services.log import log_seals  # noqa: E402
from complaints.services.registration import register_complaint, start_draft  # noqa: E402
from tests import databases  # noqa: E402
from tests.backups import sites  # noqa: E402
from tests.backups.repositories import Repository, missing_programs  # noqa: E402
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
EACH_ROW_BELOW = 50_000
UPKEEP = {
    "vacuum_of_everything": "VACUUM (FREEZE, ANALYZE)",
    "migration_new_column": "ALTER TABLE complaints_event ADD COLUMN drill smallint NOT NULL DEFAULT 0",
    "migration_new_index": "CREATE INDEX CONCURRENTLY drill ON complaints_event (at)",
}
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


def seal_everything() -> None:
    """Seal all events and readings, as the job does every minute, but in larger batches.

    A batch searches again what was sealed within the last hour, so small ones would take hours for ten million events.
    """
    while log_seals.seal_events(at=timezone.now(), limit=100_000):
        pass


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


def back_up(site: sites.Site, files: Path, figures: dict) -> None:
    """Make a full and a differential backup of the database, and copy the files."""
    repository = site.repository
    timed(figures, "full_backup_seconds", lambda: repository.do("--type=full", "backup"))
    figures["full_backup_bytes"] = repository.size()
    timed(figures, "differential_backup_seconds", lambda: repository.do("--type=diff", "backup"))
    figures["differential_backup_bytes"] = repository.size() - figures["full_backup_bytes"]
    sites.copy_files(site, files)


def run_and_lose_site(folder: Path, figures: dict, complaints: int, photos: int) -> tuple[Repository, list]:
    """Make, back up, use and lose a site. Return its repository and the complaints acknowledged after the backup.

    Each complaint is an E-tag with the seconds from its acknowledgement to the loss.
    """
    backups, options = folder / "backups", DURABLE_OPTIONS | {"archive_timeout": str(ARCHIVE_EVERY)}
    site = sites.Site.begun(folder / "site", backups=backups, **options)
    with site.used():
        timed(figures, "made_in_seconds", lambda: fill_site(complaints, site))
        upload_photos(photos)
        timed(figures, "seal_seconds", seal_everything)
        figures["database_bytes"] = site.ask("SELECT pg_database_size('portal')")
        timed(figures, "vacuum_seconds", lambda: site.run("VACUUM ANALYZE"))
        back_up(site, folder / "files", figures)
        before = site.ask("SELECT pg_current_wal_lsn()::text")
        acknowledged = file_until(time.time() + FILING_SECONDS)
        died = time.time()
        written = site.ask(f"SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '{before}')")
    site.lose()
    figures["filed_after_the_backup"] = len(acknowledged)
    figures["log_bytes_per_filing"] = round(written / max(1, len(acknowledged)))
    return site.repository, [(etag, died - at) for etag, at in acknowledged]


def restore_and_count_loss(folder: Path, repository: Repository, figures: dict, acknowledged: list) -> None:
    """Restore the site on a new server, verify it, and count the missing rows and files."""
    new, files = folder / "new", folder / "files"
    new.mkdir(mode=0o711)
    site = sites.Site(new)
    timed(figures, "restore_seconds", lambda: repository.restore(site.data))
    sites.lay_out_files(files, site)
    timed(figures, "start_seconds", lambda: site.start(**DURABLE_OPTIONS))
    try:
        for command in ("destroy_again", "verify_keys", "verify_evidence", "verify_tallies"):
            timed(figures, f"{command}_seconds", lambda name=command: databases.manage(name, **site.environment))
        whole = [] if figures["complaints"] <= EACH_ROW_BELOW else ["--all"]  # else a million takes an hour
        timed(
            figures,
            " ".join(["verify_history_seconds", *whole]),
            lambda: databases.manage("verify_history", *whole, **site.environment),
        )
        with site.used():
            restored = set(Complaint.objects.unscoped("drill").values_list("etag", flat=True))
        lost = [before for etag, before in acknowledged if etag not in restored]
        figures["lost"], figures["loss_seconds"] = len(lost), round(max(lost, default=0), 1)
        figures["rows"] = sum(sites.count_rows(site).values())
        with site.used():
            measure_upkeep(site, figures)
    finally:
        site.stop()


def measure_upkeep(site: sites.Site, figures: dict) -> None:
    """Measure bytes per table, and how long vacuum and the two usual kinds of migration take."""
    figures["evidence_rows"] = evidence_rows.add_evidence_rows()  # last, because the histories do not name them
    figures["bytes_per_table"] = storage.bytes_per_table()
    for name, statement in UPKEEP.items():
        timed(figures, f"{name}_seconds", lambda text=statement: site.run(text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", nargs="?", type=int, default=20_000)
    parser.add_argument("--photos", type=int, default=50)
    options = parser.parse_args()
    if missing := missing_programs():
        parser.error(missing)
    folder = Path(tempfile.mkdtemp(prefix="drill-", dir="/tmp"))
    folder.chmod(0o711)
    figures = {"complaints": options.number, "photos": options.photos, "archive_timeout": ARCHIVE_EVERY}
    try:
        repository, acknowledged = run_and_lose_site(folder, figures, options.number, options.photos)
        restore_and_count_loss(folder, repository, figures, acknowledged)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    figures["load"] = [round(value, 1) for value in os.getloadavg()]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
