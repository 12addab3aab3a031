"""Which migrations made the tables of a kept demo.

Until the first release a migration is changed in place instead of being followed by another one. Django does not notice
that: the demo would start with the older tables, and fail later on some page or in some job.
"""

import hashlib
import json

from operations.demo_launcher.demo_folder import ROOT, DemoFolder, write_private

RECORD = "migrations.json"


def record_migrations(demo: DemoFolder) -> None:
    """Write down the migrations of this version, before they create or change the demo's tables."""
    write_private(demo.folder / RECORD, json.dumps(_digests()))


def has_outdated_tables(demo: DemoFolder) -> bool:
    """Return whether one of the migrations that made the demo's tables has changed since. New ones do not matter."""
    record = demo.folder / RECORD
    if not record.exists():
        return demo.data.exists()
    present = _digests()
    return any(present.get(name) != digest for name, digest in json.loads(record.read_text()).items())


def _digests() -> dict[str, str]:
    """Return the digest of each migration of the portal, by its path."""
    files = sorted(ROOT.glob("*/migrations/[0-9]*.py"))
    return {str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
