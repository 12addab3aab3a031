"""Convert EVIDENCE_STORAGE and the S3 settings to Django's setting STORAGES."""

from urllib.parse import urlsplit

from environ import Env

from operations.extension_points import EVIDENCE_STORAGE, storage_name

FOLDER, BUCKET = EVIDENCE_STORAGE.built_in["folder"], EVIDENCE_STORAGE.built_in["s3"]
PAIR = "complaints.file_stores.paired_storage.PairedStorage"
GROUP_MODES = {"file_permissions_mode": 0o660, "directory_permissions_mode": 0o770}
"""For a worker with a user of its own, which is in the portal's group."""


def evidence_storage_settings(env: Env, *, default_folder: str) -> dict:
    """Return the entry "evidence" of STORAGES: a folder, a bucket, or both while files move from one to the other."""
    first = storage_entry(env.str("EVIDENCE_STORAGE", default="") or default_folder, env)
    second = env.str("EVIDENCE_STORAGE_SECOND", default="")
    if not second:
        return first
    return {"BACKEND": PAIR, "OPTIONS": {"first": first, "second": storage_entry(second, env)}}


def evidence_addresses(env: Env) -> list[str]:
    """Return the addresses that the settings name."""
    return list(filter(None, (env.str(name, default="") for name in ("EVIDENCE_STORAGE", "EVIDENCE_STORAGE_SECOND"))))


def storage_entry(address: str, env: Env) -> dict:
    """Return the entry of STORAGES for a folder, a bucket (`s3://bucket/prefix`), or a package's storage."""
    name = storage_name(address)
    if name not in EVIDENCE_STORAGE.built_in:
        return {"BACKEND": EVIDENCE_STORAGE.path_of(name), "OPTIONS": {"address": address}}
    if name == "folder":
        modes = GROUP_MODES if env.bool("EVIDENCE_STORAGE_GROUP", default=False) else {}
        return {"BACKEND": FOLDER, "OPTIONS": {"location": address} | modes}
    parts = urlsplit(address)
    return {
        "BACKEND": BUCKET,
        "OPTIONS": {
            "bucket_name": parts.netloc,
            "location": parts.path.strip("/"),
            "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
            "region_name": env.str("S3_REGION", default="") or "us-east-1",
            "access_key": env.str("S3_ACCESS_KEY_ID", default=""),
            "secret_key": env.str("S3_SECRET_ACCESS_KEY", default=""),
            "server_side_encryption": env.str("S3_SERVER_SIDE_ENCRYPTION", default="AES256"),
        },
    }
