"""Evidence in a bucket of an S3 server, which any number of web and worker machines share.

An object is there completely or not at all, so a killed upload leaves nothing that counts. If the bucket keeps
versions, they are its backup: `delete` leaves them until the bucket's rule removes them, `destroy` removes them all.
"""

import errno
import os
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage
from urllib3.exceptions import HTTPError

from complaints.file_stores.storage_interface import StorageUnavailable, StoredFile

PART = 16 * 1024 * 1024
"""Bytes of a part. Larger files are uploaded in parts."""
CLIENT_CONFIG = Config(
    s3={"addressing_style": "path"},  # own servers have no host name for each bucket
    signature_version="s3v4",
    connect_timeout=3,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 3},
    # Servers other than Amazon's do not know the newer checksums. Sealed content proves itself when it is read.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
FULL_CODES = frozenset({"InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "XAdminBucketQuotaExceeded"})
MISSING_CODES = frozenset({"404", "NoSuchKey", "NotFound", "NoSuchVersion"})
MOST_DELETED_AT_ONCE = 1_000
NO_VERSION = "null"


class BucketStorage(S3Storage):
    """An S3 storage that fails as `storage_interface.FileStore` says. `location` is the prefix of all names."""

    def __init__(self, *, server_side_encryption: str = "", **options):
        self._process = os.getpid()
        encryption = {"ServerSideEncryption": server_side_encryption} if server_side_encryption else {}
        super().__init__(
            client_config=CLIENT_CONFIG,
            transfer_config=TransferConfig(multipart_threshold=PART, multipart_chunksize=PART, use_threads=False),
            default_acl=None,
            file_overwrite=True,
            object_parameters=encryption,
            **options,
        )

    @property
    def connection(self):
        """Return the connections of this thread. A forked process makes its own: two cannot share a socket."""
        if self._process != os.getpid():
            self._process, self._connections = os.getpid(), threading.local()
        return super().connection

    @property
    def bucket(self):
        return self.connection.Bucket(self.bucket_name)

    @property
    def client(self):
        """Return the client of this thread, which signs its requests."""
        return self.connection.meta.client

    @property
    def address(self) -> str:
        """Return bucket and prefix as in the setting EVIDENCE_STORAGE."""
        return f"s3://{self.bucket_name}/{self.location}".rstrip("/")

    def key_of(self, name: str) -> str:
        """Return the key of a file in the bucket."""
        return self._normalize_name(name)

    def _create_session(self):
        return boto3.Session(aws_access_key_id=self.access_key, aws_secret_access_key=self.secret_key)

    def _open(self, name, mode="rb"):
        return ObjectReader(self.client, self.bucket_name, self.key_of(name))

    def _save(self, name, content):
        with translated_errors(name):
            return super()._save(name, content)

    def exists(self, name):
        with translated_errors(name):
            return super().exists(name)

    def delete(self, name):
        with translated_errors(name), suppress(FileNotFoundError):
            super().delete(name)

    def size(self, name):
        with translated_errors(name):
            return super().size(name)

    def stored_files(self, prefix: str = "") -> Iterator[StoredFile]:
        with translated_errors(prefix):
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=self._prefix(prefix)):
                for entry in page.get("Contents", ()):
                    yield StoredFile(self._name(entry["Key"]), entry["Size"], entry["LastModified"])

    def _prefix(self, prefix: str) -> str:
        return f"{self.location}/{prefix}".lstrip("/")

    def _name(self, key: str) -> str:
        return key[len(self._prefix("")) :]

    def destroy(self, name: str) -> None:
        key = self.key_of(name)
        with translated_errors(name):
            self._delete_versions([version for version in self._versions(key) if version["Key"] == key])

    def delete_folder(self, name: str, *, all_versions: bool) -> None:
        prefix = f"{self.key_of(name)}/"
        with translated_errors(name):
            if all_versions:
                self._delete_versions(list(self._versions(prefix)))
                return
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name, Prefix=prefix)
            self._delete_versions([{"Key": entry["Key"]} for page in pages for entry in page.get("Contents", ())])

    def _versions(self, prefix: str) -> Iterator[dict]:
        """Yield key and version of everything whose key begins with `prefix`, marks of deleted files included."""
        pages = self.client.get_paginator("list_object_versions").paginate(Bucket=self.bucket_name, Prefix=prefix)
        for page in pages:
            for entry in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                yield {"Key": entry["Key"], "VersionId": entry["VersionId"]}

    def _delete_versions(self, versions: list[dict]) -> None:
        """Delete objects one by one: the batch request needs a checksum that other servers do not know."""
        for version in versions:
            with suppress(FileNotFoundError), translated_errors(version["Key"]):  # another process was faster
                self.client.delete_object(Bucket=self.bucket_name, **version)

    def delete_unfinished(self, *, before: datetime) -> int:
        count = 0
        with translated_errors("unfinished uploads"):
            pages = self.client.get_paginator("list_multipart_uploads")
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=self._prefix("")):
                for upload in page.get("Uploads", ()):
                    if upload["Initiated"] < before:
                        self.client.abort_multipart_upload(
                            Bucket=self.bucket_name, Key=upload["Key"], UploadId=upload["UploadId"]
                        )
                        count += 1
        return count

    def rewrite(self, name: str, parts: Iterable[bytes]) -> bool:
        key = self.key_of(name)
        try:
            with translated_errors(name):
                before = self.client.head_object(Bucket=self.bucket_name, Key=key).get("VersionId", NO_VERSION)
        except FileNotFoundError:
            return False
        with tempfile.TemporaryFile() as scratch:
            scratch.writelines(parts)
            scratch.seek(0)
            self._save(name, File(scratch))
        if before != NO_VERSION and not self._follows(key, before):
            self.destroy(name)
            return False
        return True

    def _follows(self, key: str, before: str) -> bool:
        """Return whether nobody deleted the object between the version `before` and the present one."""
        with translated_errors(key):
            pages = self.client.get_paginator("list_object_versions").paginate(Bucket=self.bucket_name, Prefix=key)
            versions = [
                (entry["VersionId"], kind)
                for page in pages
                for kind in ("Versions", "DeleteMarkers")
                for entry in page.get(kind, ())
                if entry["Key"] == key
            ]
        return (before, "Versions") in versions and all(kind == "Versions" for _, kind in versions)


class ObjectReader:
    """An object that is open for reading. It is read as one stream; after a seek, another request fetches the rest.

    A broken stream is requested once more from where it stood. Raises FileNotFoundError or StorageUnavailable.
    """

    def __init__(self, client, bucket: str, key: str):
        self._client, self._where, self._at = client, {"Bucket": bucket, "Key": key}, 0
        with translated_errors(key):
            response = client.get_object(**self._where)
        self.name, self.size, self._body = key, response["ContentLength"], response["Body"]
        self._where["IfMatch"] = response["ETag"]  # never parts of two versions

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if at != self._at:
            self._drop_stream()
            self._at = at
        return at

    def tell(self) -> int:
        return self._at

    def read(self, length: int = -1) -> bytes:
        """Return `length` bytes, fewer only at the end; everything that is left if it is negative."""
        left = max(0, self.size - self._at)
        length = left if length < 0 else min(length, left)
        if not length:
            return b""
        with translated_errors(self.name):
            try:
                content = self._read_stream(length)
            except (BotoCoreError, HTTPError, OSError):
                self._drop_stream()
                content = self._read_stream(length)
        self._at += length
        return content

    def _read_stream(self, length: int) -> bytes:
        if self._body is None:
            self._body = self._client.get_object(**self._where, Range=f"bytes={self._at}-")["Body"]
        parts, missing = [], length
        while missing:
            part = self._body.read(missing)
            if not part:
                raise OSError(errno.EIO, f"the stream of {self.name} ended early")
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def _drop_stream(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None

    def close(self) -> None:
        self._drop_stream()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


@contextmanager
def translated_errors(name: str) -> Iterator[None]:
    """Raise FileNotFoundError for a missing object, and StorageUnavailable for everything else that goes wrong."""
    try:
        yield
    except ClientError as error:
        code = error.response["Error"].get("Code", "")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if code in MISSING_CODES:
            raise FileNotFoundError(errno.ENOENT, "no such file", name) from error
        if status == 507 or code in FULL_CODES:
            raise StorageUnavailable(errno.ENOSPC, f"the S3 server is full ({code})", name) from error
        raise StorageUnavailable(errno.EIO, f"the S3 server refuses this ({status} {code})", name) from error
    except (BotoCoreError, Boto3Error, HTTPError) as error:
        raise StorageUnavailable(errno.EIO, f"the S3 server does not answer ({type(error).__name__})", name) from error
