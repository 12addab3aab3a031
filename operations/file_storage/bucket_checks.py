"""Check the bucket of evidence: it must exist, be closed to the public, and should keep versions."""

import errno
from collections.abc import Iterator

from botocore.exceptions import BotoCoreError, ClientError
from django.core.checks import Error, Tags, Warning, register
from django.core.files.base import ContentFile
from django.core.files.storage import InvalidStorageError, storages

from complaints.file_stores.storage_interface import StorageUnavailable

PROBE = "public-access-probe"
"""The name of a file without content worth reading, which is requested without a signature."""
EVERYBODY = {
    "http://acs.amazonaws.com/groups/global/AllUsers",
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
}
BUCKET_HINT = "docs/runbook.md, chapter Evidence files, has the commands."


def buckets_in_use() -> list:
    """Return the storages of evidence that are buckets. None if it cannot be made: another check says why."""
    try:
        storage = storages["evidence"]
    except InvalidStorageError:
        return []
    return [one for one in getattr(storage, "both", (storage,)) if hasattr(one, "bucket_name")]


@register(Tags.security, deploy=True)
def check_evidence_buckets(**_) -> list[Error | Warning]:
    """Check the buckets in use. A server that does not answer is only a warning, because it may be back soon."""
    found = []
    for bucket in buckets_in_use():
        try:
            if problem := find_bucket_problem(bucket):
                found.append(Error(problem, hint=BUCKET_HINT, id="portal.E050"))
            elif not keeps_versions(bucket):
                without = f"The bucket {bucket.bucket_name} keeps no versions, so it has no backup of its files."
                found.append(Warning(without, hint="Run `manage.py evidence_bucket prepare`.", id="portal.W051"))
        except StorageUnavailable as error:
            silent = f"The S3 server of the bucket {bucket.bucket_name} does not answer ({error})."
            found.append(Warning(silent, hint="Check S3_ENDPOINT_URL and the server.", id="portal.W052"))
    return found


def find_bucket_problem(bucket) -> str:
    """Return in one line why the bucket may not be used, or an empty string. Raises StorageUnavailable."""
    try:
        return _find_problem(bucket)
    except BotoCoreError as error:
        raise StorageUnavailable(errno.EIO, type(error).__name__) from error


def _find_problem(bucket) -> str:
    name = bucket.bucket_name
    try:
        bucket.client.head_bucket(Bucket=name)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status == 404:
            return f"The bucket {name} does not exist."
        if status in {400, 401, 403}:
            return (
                f"The bucket {name} refuses this access key ({status}). Check S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY."
            )
        raise StorageUnavailable(errno.EIO, f"status {status}") from error
    if way := next(_ways_of_the_public(bucket), ""):
        return f"The bucket {name} is public: {way}. Evidence must not be in it."
    return ""


def _ways_of_the_public(bucket) -> Iterator[str]:
    """Yield how people without a key of this server may use the bucket.

    Not every server knows policies and access lists, so two requests without a signature are tried too.
    """
    answer = _ask(bucket.client.get_bucket_policy_status, bucket)
    if answer.get("PolicyStatus", {}).get("IsPublic"):
        yield "its policy lets everybody in"
    grants = _ask(bucket.client.get_bucket_acl, bucket).get("Grants", ())
    if any(grant["Grantee"].get("URI") in EVERYBODY for grant in grants):
        yield "its access list names everybody"
    if not bucket.exists(PROBE):
        bucket.save(PROBE, ContentFile(b"Anybody who reads this without a key shows that the bucket is public.\n"))
    stranger = bucket.unsigned_connection.meta.client
    if _ask(stranger.get_object, bucket, Key=bucket.key_of(PROBE)):
        yield "a file opens without a key"
    if _ask(stranger.list_objects_v2, bucket, MaxKeys=1):
        yield "its files can be listed without a key"


def _ask(request, bucket, **arguments) -> dict:
    """Return the answer, empty if the server refuses the request or does not know it."""
    try:
        return request(Bucket=bucket.bucket_name, **arguments)
    except ClientError:
        return {}


def keeps_versions(bucket) -> bool:
    """Return whether the bucket keeps older versions of its files."""
    return _ask(bucket.client.get_bucket_versioning, bucket).get("Status") == "Enabled"
