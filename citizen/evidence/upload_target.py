"""The draft or complaint that files are added to, and how a page shows its files (templates/citizen/evidence/)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple, Self
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext

from citizen.filing.browser_drafts import CONFIDENTIAL_KEY
from complaints.models import Complaint, Draft, Evidence
from complaints.queries.uploaded_files import FileOwner, sum_up_stored_files
from complaints.rules import accepted_files
from complaints.rules.access_proofs import OpenedBy
from complaints.workflow.table import MOVES


class RefusedFile(NamedTuple):
    """A file that was just refused, with the reason as text."""

    name: str
    words: str


@dataclass(frozen=True)
class FileLine:
    """One file as the list shows it. URLs are empty if there is nothing to show or to do."""

    row: Evidence
    url: str
    piece_url: str
    line_url: str
    withdraw_url: str
    is_removable: bool

    @property
    def name(self) -> str:
        """Return the file's original name, or its kind."""
        return self.row.name or str(self.row.get_kind_display())

    @property
    def size(self) -> str:
        return format_size(self.row.size)

    @property
    def percent(self) -> int:
        return self.row.received * 100 // self.row.size

    @property
    def is_coming(self) -> bool:
        return not self.row.is_complete

    @property
    def tone(self) -> str:
        """Return the tone of components/chip.html."""
        if self.row.state == Evidence.State.REFUSED:
            return "late"
        return "good" if self.row.is_open else "paused" if self.is_coming else "soon"

    @property
    def shown_as(self) -> str:
        """Return `picture`, `sound`, `film` or `paper`; an empty string while there is nothing to show."""
        if not self.row.is_open:
            return ""
        return display_kind(self.row.shown_type)


@dataclass(frozen=True)
class UploadTarget:
    """The files of a draft or an opened complaint, whether it accepts more, and how much room is left.

    `sensitive`: the complaint is confidential. `withdrawn`: files that were taken back. They are not shown but still
    count against the room. `proved_phone`: the blind index of the complainant's phone, if a code has proved it.
    `begin_url_name`: the URL that begins a file, if it is not that of the other files.
    """

    owner: FileOwner
    files: list[FileLine]
    takes_more: bool
    url_name: str
    url_kwargs: dict
    sensitive: bool = False
    refused: tuple[RefusedFile, ...] = ()
    withdrawn: tuple[Evidence, ...] = ()
    proved_phone: bytes = b""
    begin_url_name: str = ""

    @property
    def is_final(self) -> bool:
        """Return whether a file becomes part of a complaint at once; then the page asks for confirmation first."""
        return bool(self.owner.complaint_id)

    @property
    def add_url(self) -> str:
        """Return the page of these files, which also accepts a form's files."""
        return reverse(self.url_name, kwargs=self.url_kwargs)

    @property
    def begin_url(self) -> str:
        return reverse(self.begin_url_name or f"{self.url_name}_begin", kwargs=self.url_kwargs)

    @property
    def files_left(self) -> int:
        return self._stored_files.files_left

    @property
    def size_left(self) -> str:
        return format_size(self._stored_files.size_left)

    @property
    def has_room(self) -> bool:
        return self.takes_more and self._stored_files.files_left > 0 and self._stored_files.size_left > 0

    @property
    def piece(self) -> int:
        """Return how many bytes the script sends at once. Small pieces lose little when the connection breaks."""
        return accepted_files.LARGEST_PIECE // 2

    @property
    def separate_video_limit_mb(self) -> int:
        """Return the limit for videos in MB; 0 if videos have the limit of other files."""
        limit = settings.EVIDENCE_LARGEST_VIDEO_MB
        return limit if limit * accepted_files.MB > accepted_files.LARGEST_FILE else 0

    @property
    def _stored_files(self) -> accepted_files.StoredFiles:
        return sum_up_stored_files([*(line.row for line in self.files), *self.withdrawn])

    def reload(self, refused: Iterable[RefusedFile] = ()) -> Self:
        """Return the target with its current files and the refused ones. One query."""
        return _with_current_files(replace(self, refused=tuple(refused)))


def draft_upload_target(draft: Draft) -> UploadTarget:
    """Return the files of a draft. One query."""
    owner, url_kwargs = FileOwner(draft_id=draft.pk), {"draft": draft.pk}
    sensitive = bool(draft.answers.get(CONFIDENTIAL_KEY))
    return _with_current_files(UploadTarget(owner, [], True, "draft_evidence", url_kwargs, sensitive))


def new_draft_upload_target(draft_id: UUID) -> UploadTarget:
    """Return the target of the first page of filing: there is no draft yet, and its first file begins one."""
    owner, url_kwargs = FileOwner(draft_id=draft_id), {"draft": draft_id}
    return UploadTarget(owner, [], True, "draft_evidence", url_kwargs, sensitive=True, begin_url_name="begin_voice")


def complaint_upload_target(complaint_id: int, *, etag: str, opened_by: OpenedBy = OpenedBy.FILING) -> UploadTarget:
    """Return the files of an opened complaint. Two queries. `opened_by`: what opened it in this browser."""
    columns = Complaint.objects.unscoped("the complainant opened this complaint").values_list(
        "status",
        "confidential",
        "complainant__phone_by_officers_key",
        "complainant__email_by_officers_key",
        "complainant__word_by_officers_key",
        "complainant__phone_verified_at",
        "complainant__phone_index",
    )
    status, sensitive, phone, email, word, proved_at, phone_index = columns.get(pk=complaint_id)
    by_officers_key = {OpenedBy.PHONE: phone, OpenedBy.EMAIL: email, OpenedBy.WORD: word, OpenedBy.OFFICERS_KEY: True}
    proved_phone = bytes(phone_index) if proved_at and not phone else b""
    owner = FileOwner(complaint_id=complaint_id, by_officers_key=by_officers_key.get(opened_by, False))
    url_kwargs = {"etag": etag}
    return _with_current_files(
        UploadTarget(
            owner,
            [],
            status in MOVES["add"].sources,
            "complaint_evidence",
            url_kwargs,
            sensitive,
            proved_phone=proved_phone,
        )
    )


def _with_current_files(target: UploadTarget) -> UploadTarget:
    """Return the target with its current files. One query."""
    rows = list(target.owner.files)
    lines = [
        make_file_line(row, target.url_name, target.url_kwargs) for row in rows if row.state not in Evidence.HIDDEN
    ]
    withdrawn = tuple(row for row in rows if row.state == Evidence.State.WITHDRAWN)
    return replace(target, files=lines, withdrawn=withdrawn)


def make_file_line(row: Evidence, url_name: str, url_kwargs: dict) -> FileLine:
    """Return the line of one file, with its URLs."""

    def address(part: str) -> str:
        return reverse(f"{url_name}_{part}", kwargs=url_kwargs | {"file": row.pk})

    return FileLine(
        row=row,
        url=address("file"),
        piece_url=address("piece"),
        line_url=address("line"),
        withdraw_url=address("withdraw") if row.is_in_history else "",
        is_removable=not row.is_in_history,
    )


def display_kind(media_type: str) -> str:
    """Return how a page shows a copy of that media type. Videos that browsers cannot play are downloaded, like PDFs."""
    if media_type.startswith("image/"):
        return "picture"
    if media_type.startswith("audio/"):
        return "sound"
    return "film" if media_type in {"video/mp4", "video/webm"} else "paper"


def format_size(size: int) -> str:
    """Return bytes in a readable unit: “240 KB”, “3.2 MB”."""
    if size < accepted_files.MB:
        return gettext("%(size)s KB") % {"size": number_format(max(1, round(size / 1024)), use_l10n=False)}
    megabytes = size / accepted_files.MB
    digits = 0 if megabytes >= 10 or megabytes == int(megabytes) else 1
    return gettext("%(size)s MB") % {"size": number_format(megabytes, digits, use_l10n=False)}


def parse_uuid(text: str) -> UUID | None:
    """Return the id that a form or a script sent; None if it is not a UUID."""
    try:
        return UUID(text)
    except ValueError:
        return None
