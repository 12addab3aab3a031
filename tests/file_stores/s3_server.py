"""moto as the S3 server of a test run. It keeps buckets in memory and refuses requests without a key, as others do."""

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

import boto3
import httpx
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from complaints.file_stores.bucket_storage import CLIENT_CONFIG
from operations.file_storage.storage_settings import BUCKET

EVERYTHING = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
REGION = "us-east-1"


@dataclass
class Troubles:
    """`is_full`: refuse to store anything. `is_silent`: answer nothing. `cut_after`: bytes of the next body."""

    is_full: bool = False
    is_silent: bool = False
    cut_after: int | None = None


class S3Server:
    """A running server with one user, who may do everything.

    `troubles`: what its next answers suffer from; only moto's (`_troubled`).
    """

    def __init__(self, url: str, access_key: str, secret_key: str, encryption: str = "AES256"):
        self.url, self.access_key, self.secret_key, self.encryption = url, access_key, secret_key, encryption
        self.troubles = Troubles()

    def entry(self, bucket: str, prefix: str = "portal") -> dict:
        """Return the entry of STORAGES for a bucket."""
        options = {
            "bucket_name": bucket,
            "location": prefix,
            "endpoint_url": self.url,
            "region_name": REGION,
            "access_key": self.access_key,
            "secret_key": self.secret_key,
            "server_side_encryption": self.encryption,
        }
        return {"BACKEND": BUCKET, "OPTIONS": options}

    def environment(self, bucket: str, prefix: str = "portal") -> dict[str, str]:
        """Return the settings of a portal with this bucket."""
        return {
            "EVIDENCE_STORAGE": f"s3://{bucket}/{prefix}",
            "S3_ENDPOINT_URL": self.url,
            "S3_ACCESS_KEY_ID": self.access_key,
            "S3_SECRET_ACCESS_KEY": self.secret_key,
            "S3_SERVER_SIDE_ENCRYPTION": self.encryption,
        }

    def client(self, service: str = "s3"):
        return _client(service, self.url, self.access_key, self.secret_key)

    def versions(self, bucket: str) -> list[str]:
        """Return the keys of all versions and marks in a bucket."""
        answer = self.client().list_object_versions(Bucket=bucket)
        return [entry["Key"] for kind in ("Versions", "DeleteMarkers") for entry in answer.get(kind, ())]

    def new_bucket(self, *, versions: bool = True) -> str:
        """Create a bucket with a new name, and return the name."""
        name = f"evidence-{uuid4().hex[:12]}"
        self.client().create_bucket(Bucket=name)
        if versions:
            self.client().put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        return name


def _client(service: str, url: str, access_key: str, secret_key: str):
    keys = {"aws_access_key_id": access_key, "aws_secret_access_key": secret_key}
    return boto3.client(service, endpoint_url=url, region_name=REGION, config=CLIENT_CONFIG, **keys)


@contextmanager
def running_moto() -> Iterator[S3Server]:
    """Run moto for the length of the block."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    running = S3Server("", "", "")
    application = _troubled(_refusing_strangers(DomainDispatcherApplication(create_backend_app)), running)
    server = make_server("127.0.0.1", 0, application, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}"
        iam = _client("iam", url, "first", "first")
        iam.create_user(UserName="portal")
        iam.put_user_policy(UserName="portal", PolicyName="everything", PolicyDocument=EVERYTHING)
        key = iam.create_access_key(UserName="portal")["AccessKey"]
        httpx.post(f"{url}/moto-api/reset-auth", content=b"0").raise_for_status()
        running.__init__(url, key["AccessKeyId"], key["SecretAccessKey"])
        yield running
    finally:
        server.shutdown()


def _refusing_strangers(application):
    """Refuse lists of files to requests without a key. moto asks for one only where an access list is involved."""

    def answer(environ, start_response):
        if "HTTP_AUTHORIZATION" not in environ and "list-type" in environ["QUERY_STRING"]:
            start_response("403 Forbidden", [("Content-Type", "application/xml")])
            return [b"<Error><Code>AccessDenied</Code></Error>"]
        return application(environ, start_response)

    return answer


def _troubled(application, running: S3Server):
    """Let the server suffer from `running.troubles`."""

    def answer(environ, start_response):
        troubles = running.troubles
        if troubles.is_silent:
            start_response("503 Service Unavailable", [("Content-Type", "application/xml")])
            return [b"<Error><Code>ServiceUnavailable</Code></Error>"]
        if troubles.is_full and environ["REQUEST_METHOD"] in {"PUT", "POST"}:
            start_response("507 Insufficient Storage", [("Content-Type", "application/xml")])
            return [b"<Error><Code>XMinioStorageFull</Code></Error>"]
        parts = application(environ, start_response)
        if troubles.cut_after is None or environ["REQUEST_METHOD"] != "GET":
            return parts
        length, troubles.cut_after = troubles.cut_after, None
        return [b"".join(parts)[:length]]

    return answer
