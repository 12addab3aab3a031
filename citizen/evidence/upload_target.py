"""To what files are added, and how a page shows those that are there: for templates/citizen/evidence/."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext

from citizen.filing.browser_drafts import CLOSED
from complaints.models import Complaint, Draft, Evidence
from complaints.queries.evidence import Owner, held
from complaints.rules import files
from complaints.rules.opened_by import OpenedBy
from complaints.workflow.table import MOVES


class Refusal(NamedTuple):
    """A file that was not taken just now, and why, in words."""

    name: str
    words: str


@dataclass(frozen=True)
class FileLine:
    """One file as the list shows it. Addresses are empty where there is nothing to see or to do."""

    row: Evidence
    url: str
    piece_url: str
    line_url: str
    withdraw_url: str
    is_removable: bool

    @property
    def name(self) -> str:
        """The name that it came with, or what it is."""
        return self.row.name or str(self.row.get_kind_display())

    @property
    def size(self) -> str:
        return size_in_words(self.row.size)

    @property
    def percent(self) -> int:
        return self.row.received * 100 // self.row.size

    @property
    def is_coming(self) -> bool:
        return not self.row.has_come

    @property
    def tone(self) -> str:
        """The tone of components/chip.html."""
        if self.row.state == Evidence.State.REFUSED:
            return "late"
        return "good" if self.row.is_open else "paused" if self.is_coming else "soon"

    @property
    def shown_as(self) -> str:
        """`picture`, `sound`, `film` or `paper`; empty while there is nothing to show."""
        if not self.row.is_open:
            return ""
        return shown_as(self.row.shown_type)


@dataclass(frozen=True)
class Target:
    """A draft's or an opened complaint's files, where more go, and how much room is left. `sensitive`: confidential.

    `withdrawn`: what was taken back. It is not shown, but still takes its room.
    """

    owner: Owner
    files: list[FileLine]
    takes_more: bool
    route: str
    names: dict
    sensitive: bool = False
    refused: tuple[Refusal, ...] = ()
    withdrawn: tuple[Evidence, ...] = ()

    @property
    def is_final(self) -> bool:
        """Whether what is sent becomes part of a complaint at once and stays: then nothing leaves before it is
        confirmed."""
        return bool(self.owner.complaint_id)

    @property
    def add_url(self) -> str:
        """The page of these files, which also takes a form's."""
        return reverse(self.route, kwargs=self.names)

    @property
    def begin_url(self) -> str:
        return reverse(f"{self.route}_begin", kwargs=self.names)

    @property
    def files_left(self) -> int:
        return self._held.files_left

    @property
    def size_left(self) -> str:
        return size_in_words(self._held.size_left)

    @property
    def has_room(self) -> bool:
        return self.takes_more and self._held.files_left > 0 and self._held.size_left > 0

    @property
    def piece(self) -> int:
        """How many bytes the script sends at once: little is lost where the line breaks."""
        return files.PIECE // 2

    @property
    def largest_video(self) -> int:
        """MB; 0 where a video may be no larger than other files."""
        most = settings.EVIDENCE_LARGEST_VIDEO_MB
        return most if most * files.MB > files.LARGEST else 0

    @property
    def _held(self) -> files.Held:
        return held([*(line.row for line in self.files), *self.withdrawn])

    def again(self, refused: Iterable[Refusal] = ()) -> "Target":
        """The same as it is now, with what was not taken just now. One query."""
        return _target(replace(self, refused=tuple(refused)))


def of_draft(draft: Draft) -> Target:
    """The files of a draft. One query."""
    owner, names = Owner(draft_id=draft.pk), {"draft": draft.pk}
    sensitive = bool(draft.answers.get(CLOSED))
    return _target(Target(owner, [], True, "draft_evidence", names, sensitive))


def of_complaint(complaint_id: int, *, etag: str, opened_by: OpenedBy = OpenedBy.FILING) -> Target:
    """Return the files of an opened complaint. Two queries. `opened_by`: what opened it in this browser."""
    columns = Complaint.objects.unscoped("the complainant opened this complaint").values_list(
        "status",
        "confidential",
        "complainant__phone_by_officers_key",
        "complainant__email_by_officers_key",
        "complainant__word_by_officers_key",
    )
    status, sensitive, phone, email, word = columns.get(pk=complaint_id)
    tainted = {OpenedBy.PHONE: phone, OpenedBy.EMAIL: email, OpenedBy.WORD: word, OpenedBy.OFFICERS_KEY: True}
    owner = Owner(complaint_id=complaint_id, by_officers_key=tainted.get(opened_by, False))
    names = {"etag": etag}
    return _target(Target(owner, [], status in MOVES["add"].sources, "complaint_evidence", names, sensitive))


def _target(target: Target) -> Target:
    """The same with its files as they are now. One query."""
    rows = list(target.owner.files)
    shown = [line_of(row, target.route, target.names) for row in rows if row.state not in Evidence.HIDDEN]
    withdrawn = tuple(row for row in rows if row.state == Evidence.State.WITHDRAWN)
    return replace(target, files=shown, withdrawn=withdrawn)


def line_of(row: Evidence, route: str, names: dict) -> FileLine:
    """The line of one file, with its addresses under the owner's."""

    def address(part: str) -> str:
        return reverse(f"{route}_{part}", kwargs=names | {"file": row.pk})

    return FileLine(
        row=row,
        url=address("file"),
        piece_url=address("piece"),
        line_url=address("line"),
        withdraw_url=address("withdraw") if row.is_in_history else "",
        is_removable=not row.is_in_history,
    )


def shown_as(media_type: str) -> str:
    """How a page shows a copy of that media type; a film that no browser plays is saved, as a PDF is."""
    if media_type.startswith("image/"):
        return "picture"
    if media_type.startswith("audio/"):
        return "sound"
    return "film" if media_type in {"video/mp4", "video/webm"} else "paper"


def size_in_words(size: int) -> str:
    """Bytes as people read them: "240 KB", "3.2 MB"."""
    if size < files.MB:
        return gettext("%(size)s KB") % {"size": number_format(max(1, round(size / 1024)), use_l10n=False)}
    megabytes = size / files.MB
    digits = 0 if megabytes >= 10 or megabytes == int(megabytes) else 1
    return gettext("%(size)s MB") % {"size": number_format(megabytes, digits, use_l10n=False)}


def id_of(text: str) -> UUID | None:
    """The id that a form or a script names; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
