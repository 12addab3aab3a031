"""`evidence_bucket`: prepare the bucket of evidence, bring deleted files back after a restore, delete old versions."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from botocore.exceptions import ClientError
from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, now

from complaints.file_stores.bucket_storage import translated_errors
from complaints.file_stores.storage_interface import StorageUnavailable
from operations.file_storage.bucket_checks import buckets_in_use, find_bucket_problem

DAYS = 35
"""How long a bucket keeps what the portal deleted, as other backups do (docs/decisions/0032)."""


class Command(BaseCommand):
    help = "Prepare the bucket of evidence, restore deleted files, or delete old versions."
    requires_system_checks = []

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("prepare", help="create the bucket, close it, let it keep versions and delete old ones")
        restore = acts.add_parser(
            "restore", help="bring back files that were deleted since a moment (not destroyed ones)"
        )
        restore.add_argument("--since", required=True, help="for example 2026-11-29T10:15:00+05:00")
        expire = acts.add_parser("expire", help="delete old versions, on a server that does not do so by itself")
        expire.add_argument("--days", type=int, default=DAYS)

    def handle(self, *, act: str, **options):
        if not (buckets := buckets_in_use()):
            raise CommandError("EVIDENCE_STORAGE is no bucket.")
        try:
            for bucket in buckets:
                getattr(self, f"_{act}")(bucket, **options)
        except StorageUnavailable as error:
            raise CommandError(str(error)) from error

    def _prepare(self, bucket, **_) -> None:
        name, client = bucket.bucket_name, bucket.client
        with translated_errors(name):
            try:
                client.head_bucket(Bucket=name)
            except ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
                    raise
                place = {} if bucket.region_name == "us-east-1" else {"LocationConstraint": bucket.region_name}
                client.create_bucket(Bucket=name, **({"CreateBucketConfiguration": place} if place else {}))
                self.stdout.write(f"{name}: created")
        for what, request, arguments in _bucket_settings(client):
            try:
                request(Bucket=name, **arguments)
                self.stdout.write(f"{name}: {what}")
            except ClientError as error:
                self.stdout.write(f"{name}: this server cannot do this: {what} ({error.response['Error']['Code']})")
        if problem := find_bucket_problem(bucket):
            raise CommandError(problem)

    def _restore(self, bucket, *, since: str, **_) -> None:
        moment = parse_datetime(since)
        if moment is None or is_naive(moment):
            raise CommandError("--since needs a time with its zone, like 2026-11-29T10:15:00+05:00.")
        count = 0
        with translated_errors(bucket.bucket_name):
            pages = bucket.client.get_paginator("list_object_versions").paginate(
                Bucket=bucket.bucket_name, Prefix=bucket.key_of("")
            )
            for entry in (entry for page in pages for entry in page.get("DeleteMarkers", ())):
                if entry["IsLatest"] and entry["LastModified"] >= moment:
                    bucket.client.delete_object(
                        Bucket=bucket.bucket_name, Key=entry["Key"], VersionId=entry["VersionId"]
                    )
                    count += 1
        self.stdout.write(f"{bucket.bucket_name}: {count} files are back")

    def _expire(self, bucket, *, days: int, **_) -> None:
        before, count = now() - timedelta(days=days), 0
        with translated_errors(bucket.bucket_name):
            for entry in list(_superseded_before(bucket, before)):
                bucket.client.delete_object(Bucket=bucket.bucket_name, Key=entry["Key"], VersionId=entry["VersionId"])
                count += 1
        self.stdout.write(f"{bucket.bucket_name}: {count} old versions were deleted")


def _bucket_settings(client) -> Iterator[tuple]:
    """Yield what a bucket of evidence needs: a description, the request and its arguments."""
    closed = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
    rule = {
        "ID": "portal",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "NoncurrentVersionExpiration": {"NoncurrentDays": DAYS},
        "Expiration": {"ExpiredObjectDeleteMarker": True},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2},
    }
    yield "keeps versions", client.put_bucket_versioning, {"VersioningConfiguration": {"Status": "Enabled"}}
    yield "is closed to the public", client.put_public_access_block, {"PublicAccessBlockConfiguration": closed}
    yield (
        f"deletes old versions after {DAYS} days",
        client.put_bucket_lifecycle_configuration,
        {"LifecycleConfiguration": {"Rules": [rule]}},
    )


def _superseded_before(bucket, before: datetime) -> Iterator[dict]:
    """Yield the versions that were replaced or deleted before a time, and the marks of deletions of that age.

    The next version of a key tells when a version was replaced.
    """
    pages = bucket.client.get_paginator("list_object_versions")
    entries = [
        entry | {"IsMark": kind == "DeleteMarkers"}
        for page in pages.paginate(Bucket=bucket.bucket_name, Prefix=bucket.key_of(""))
        for kind in ("Versions", "DeleteMarkers")
        for entry in page.get(kind, ())
    ]
    entries.sort(key=lambda entry: (entry["Key"], entry["LastModified"], entry["IsLatest"]))
    for entry, newer in zip(entries, [*entries[1:], None], strict=True):
        is_replaced = newer is not None and newer["Key"] == entry["Key"]
        if (is_replaced and newer["LastModified"] < before) or (entry["IsMark"] and entry["LastModified"] < before):
            yield entry
