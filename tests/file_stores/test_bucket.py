"""A bucket that is full, silent, public or gone: told in one line, survived, and nothing is lost."""

import json
import os
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from complaints import evidence
from complaints.evidence.sealed_storage import DamagedFile, SealedFileReader, save_sealed
from complaints.file_stores.bucket_storage import CLIENT_CONFIG
from complaints.file_stores.storage_interface import StorageUnavailable
from complaints.models import Evidence
from ledger.service_exceptions import RowsFailed
from operations import dependency_checks
from operations.file_storage.bucket_checks import check_evidence_buckets, find_bucket_problem
from operations.start_checks import run_start_checks
from tests.evidence.conftest import PHOTO, checked
from tests.file_stores import other_process
from tests.world import clock

PUBLIC_POLICY = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
SAID = "We cannot accept files right now."


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    """Do not wait between two attempts."""
    monkeypatch.setattr(CLIENT_CONFIG, "retries", {"mode": "standard", "total_max_attempts": 1})


@pytest.fixture
def bucket(bucket_entry, use):
    return use(bucket_entry)


def test_a_full_server_takes_no_file_and_the_browser_goes_on_when_there_is_room(moto, bucket, at_draft, that_morning):
    told = json.loads(at_draft.begins(size=len(PHOTO)).content)
    moto.troubles.is_full = True
    full = at_draft.sends(told["piece"], 0, PHOTO)
    assert full.status_code == 507
    assert SAID in json.loads(full.content)["words"]
    assert at_draft.client.head(told["piece"])["Upload-Offset"] == "0"
    moto.troubles.is_full = False
    assert at_draft.sends(told["piece"], 0, PHOTO)["Upload-Done"] == "1"


def test_a_silent_server_loses_nothing_and_damages_nothing(moto, bucket, ayesha):
    row = ayesha.gives("shop.jpg", PHOTO)
    moto.troubles.is_silent = True
    with pytest.raises(StorageUnavailable):
        ayesha.gives("other.jpg", PHOTO)
    with pytest.raises(RowsFailed):
        evidence.inspect_waiting_files(at=clock("09:05"))
    row.refresh_from_db()
    assert row.state == Evidence.State.CHECKING
    with pytest.raises(StorageUnavailable):
        SealedFileReader(row.original, purpose="any")
    moto.troubles.is_silent = False
    assert checked(row).state == Evidence.State.SHOWN
    assert ayesha.states == [("shop.jpg", "shown")]


def test_the_last_piece_while_the_server_is_silent_is_not_asked_for_again(moto, bucket, ayesha, monkeypatch):
    row = ayesha.begins("shop.jpg", len(PHOTO))
    save = evidence.upload.sealed_storage.save_sealed

    def goes_silent(name, *arguments, **more):
        moto.troubles.is_silent = name.startswith("originals/")
        return save(name, *arguments, **more)

    monkeypatch.setattr(evidence.upload.sealed_storage, "save_sealed", goes_silent)
    row = ayesha.sends(row, 0, PHOTO)
    assert (row.state, row.received) == (Evidence.State.COMING, len(PHOTO))
    monkeypatch.undo()
    moto.troubles.is_silent = False
    assert checked(row).state == Evidence.State.SHOWN


def test_a_page_with_a_file_answers_503_while_the_server_is_silent(client, settings):
    """Not 404: the file is there."""
    settings.ROOT_URLCONF = "tests.file_stores.failing_urls"
    client.raise_request_exception = False
    assert client.get("/unavailable/").status_code == 503


def test_a_broken_stream_is_requested_once_more(moto, bucket):
    content = os.urandom(1_000_000)
    save_sealed("tests/film", [content], purpose="one")
    with SealedFileReader("tests/film", purpose="one") as plain:
        plain.seek(0)
        moto.troubles.cut_after = 300_000
        plain._file.seek(plain._start + 1)  # drops the stream, so that the next request is the one that breaks
        plain._file.seek(plain._start)
        assert plain.read() == content
    assert moto.troubles.cut_after is None


def test_a_file_that_is_gone_is_damaged_and_not_unavailable(bucket):
    with pytest.raises(DamagedFile):
        SealedFileReader("tests/nothing", purpose="one")


def test_files_are_encrypted_by_the_server_too(moto, bucket):
    bucket.save("tests/one", ContentFile(b"words"))
    head = bucket.client.head_object(Bucket=bucket.bucket_name, Key=bucket.key_of("tests/one"))
    assert head["ServerSideEncryption"] == "AES256"


# --- public, gone, without versions ---


def problems() -> list[str]:
    return [f"{found.id} {found.msg}" for found in check_evidence_buckets()]


@pytest.mark.slow
def test_a_closed_bucket_with_versions_is_accepted(bucket):
    assert problems() == []
    assert dependency_checks.describe_file_storage() == "ok"


def public_by_acl(s3, name):
    s3.client().put_bucket_acl(Bucket=name, ACL="public-read")


def public_by_policy(s3, name):
    statement = PUBLIC_POLICY | {"Resource": f"arn:aws:s3:::{name}/*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s3.client().put_bucket_policy(Bucket=name, Policy=policy)


def gone(s3, name):
    s3.client().delete_bucket(Bucket=name)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (public_by_acl, "is public: its access list names everybody. Evidence must not be in it."),
        (public_by_policy, "is public: its policy lets everybody in. Evidence must not be in it."),
        (gone, "does not exist."),
    ],
)
def test_a_bucket_that_is_public_or_gone_is_refused_in_one_line(moto, bucket, harm, said, db, settings):
    harm(moto, bucket.bucket_name)
    assert problems() == [f"portal.E050 The bucket {bucket.bucket_name} {said}"]
    assert dependency_checks.describe_file_storage() == f"The bucket {bucket.bucket_name} {said}"
    with pytest.raises(SystemExit) as stopped:
        run_start_checks()
    assert f"The portal does not start: The bucket {bucket.bucket_name} {said}" in str(stopped.value).splitlines()[0]


def test_a_wrong_key_is_told(moto, bucket_entry, use):
    bucket_entry["OPTIONS"]["secret_key"] = "another"
    bucket = use(bucket_entry)
    assert "refuses this access key (403)" in find_bucket_problem(bucket)


def test_a_silent_server_stops_no_start_and_is_told(bucket_entry, use):
    bucket_entry["OPTIONS"]["endpoint_url"] = "http://127.0.0.1:9"
    use(bucket_entry)
    assert [line.split(" (", 1)[0] for line in problems()] == [
        f"portal.W052 The S3 server of the bucket {bucket_entry['OPTIONS']['bucket_name']} does not answer"
    ]
    assert dependency_checks.describe_file_storage().startswith("failed: ")


def test_a_bucket_without_versions_is_told(s3, use):
    use(s3.entry(s3.new_bucket(versions=False)))
    assert [line.split()[0] for line in problems()] == ["portal.W051"]


# --- evidence_bucket ---


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("evidence_bucket", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.slow
def test_a_new_bucket_is_prepared_and_may_be_prepared_again(moto, use):
    store = use(moto.entry(f"prepared-{os.getpid()}"))
    assert "created" in told("prepare")
    assert "created" not in told("prepare")
    assert problems() == []
    rules = store.client.get_bucket_lifecycle_configuration(Bucket=store.bucket_name)["Rules"]
    assert [rule["NoncurrentVersionExpiration"]["NoncurrentDays"] for rule in rules] == [35]
    closed = store.client.get_public_access_block(Bucket=store.bucket_name)["PublicAccessBlockConfiguration"]
    assert set(closed.values()) == {True}


def test_a_public_bucket_is_not_prepared(moto, bucket):
    public_by_policy(moto, bucket.bucket_name)
    with pytest.raises(CommandError, match="is public"):
        told("prepare")


def test_deleted_files_come_back_after_a_restore_and_destroyed_ones_do_not(bucket):
    for name in ("pieces/a/0", "originals/gone", "originals/kept"):
        bucket.save(name, ContentFile(b"words"))
    before = now() - timedelta(seconds=5)
    bucket.delete("pieces/a/0")
    bucket.destroy("originals/gone")
    assert told("restore", "--since", (now() + timedelta(seconds=5)).isoformat()).endswith(": 0 files are back\n")
    assert told("restore", "--since", before.isoformat()).endswith(": 1 files are back\n")
    assert sorted(file.name for file in bucket.stored_files()) == ["originals/kept", "pieces/a/0"]
    with pytest.raises(CommandError, match="needs a time with its zone"):
        told("restore", "--since", "yesterday")


def test_old_versions_are_deleted_on_a_server_without_rules(s3, bucket):
    for words in (b"first", b"second"):
        bucket.save("shown/one", ContentFile(words))
    bucket.save("pieces/a/0", ContentFile(b"words"))
    bucket.delete("pieces/a/0")
    assert told("expire", "--days", "1").endswith(": 0 old versions were deleted\n")
    assert told("expire", "--days", "-1").endswith(": 3 old versions were deleted\n")
    assert s3.versions(bucket.bucket_name) == [bucket.key_of("shown/one")]
    with bucket.open("shown/one", "rb") as file:
        assert file.read() == b"second"


def test_without_a_bucket_there_is_nothing_to_prepare(folder_entry, use):
    use(folder_entry)
    with pytest.raises(CommandError, match="EVIDENCE_STORAGE is no bucket"):
        told("prepare")


@pytest.mark.slow
def test_a_forked_process_makes_its_own_connections(bucket_entry):
    """The worker's processes are forked after it has used the bucket."""
    assert other_process.run("fork_after_use", bucket_entry) == 0
