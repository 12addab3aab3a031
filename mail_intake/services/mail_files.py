"""Files of e-mails, which become evidence by the same checks as uploads."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid5

from complaints import evidence
from complaints.models import Evidence
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.accepted_files import FileRefused
from mail_intake.models import IncomingMail
from mail_intake.rules.mail_parsing import MailFile


def store_files(mail: IncomingMail, files: Sequence[MailFile], *, owner: FileOwner, at: datetime) -> list[str]:
    """Store each file that is accepted, and return the names of the others. A second call stores nothing twice.

    Raises StorageUnavailable.
    """
    refused = []
    for number, file in enumerate(files):
        if not _store_file(mail, number, file, owner=owner, at=at):
            refused.append(file.name)
    return refused


def _store_file(mail: IncomingMail, number: int, file: MailFile, *, owner: FileOwner, at: datetime) -> bool:
    """Return whether the file was accepted. It is inspected afterwards, as every upload is."""
    if file.content is None:
        return False
    try:
        row = evidence.upload_whole_file(
            owner=owner,
            name=file.name,
            media_type=file.media_type,
            parts=[file.content],
            size=len(file.content),
            key=uuid5(mail.draft_id, str(number)),
            at=at,
        )
    except FileRefused:
        return False
    if row.state == Evidence.State.REFUSED:
        evidence.remove_file(owner=owner, evidence_id=row.pk)
        return False
    return True
