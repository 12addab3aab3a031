"""Files that come with an ordinary form: the way without JavaScript. What is bad is refused; everything else stays."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from citizen import rate_limits
from citizen.evidence.upload_target import Refusal, Target, id_of
from complaints import evidence
from complaints.models import Evidence
from complaints.models.evidence import REFUSED_BECAUSE
from complaints.rules.files import MB, FileRefused

PAGE = "citizen/evidence/files.html"
FILES, ADD, REMOVE, KNOWN = "evidence", "evidence_add", "evidence_remove", "evidence_known"
"""KNOWN: how many files there were when the page was drawn. What a script has sent since then came with this form."""
BEGUN = rate_limits.Bucket("evidence", every=1, burst=200)  # thousands share one address of a mobile operator


@dataclass(frozen=True)
class Taken:
    """What became of a form's files. `stay`: the page is shown again, because one of the list's own buttons was pressed
    or something was refused. `target`: the files as they are now, with what was refused."""

    count: int
    removed: bool
    refused: list[Refusal]
    stay: bool
    target: Target


def take(request: HttpRequest, target: Target, *, at: datetime) -> Taken:
    """Take the files that came with a form, each for itself, and away the one whose button was pressed."""
    gone = id_of(request.POST.get(REMOVE, ""))
    removed = gone is not None and evidence.remove(owner=target.owner, evidence_id=gone)
    refused, count = [], _sent_by_script(request, target)
    for number, upload in enumerate(request.FILES.getlist(FILES)):
        in_turn = at + timedelta(microseconds=number)  # the list keeps the order in which they were chosen
        if said := _refusal(request, target, upload, at=in_turn):
            refused.append(Refusal(upload.name, said))
        else:
            count += 1
    stay = bool(refused) or ADD in request.POST or REMOVE in request.POST
    return Taken(count, removed, refused, stay, target.again(refused))


def _sent_by_script(request: HttpRequest, target: Target) -> int:
    """How many files a script has sent since the page was drawn."""
    known = request.POST.get(KNOWN, "")
    if not (known.isascii() and known.isdigit() and len(known) < 4):
        return 0
    return max(0, len(target.files) - int(known))


def _refusal(request: HttpRequest, target: Target, upload: UploadedFile, *, at: datetime) -> str:
    """Take one file; why not, in words, or nothing."""
    if rate_limits.take(BEGUN, rate_limits.address(request), at=at) or room_for(request, target, upload.size, at=at):
        return gettext("Too many files were sent over this connection in a short time. Try again in a few minutes.")
    if getattr(upload, "is_cut", False):
        return no_room()
    try:
        row = evidence.take_whole(
            owner=target.owner,
            name=upload.name,
            media_type=upload.content_type or "",
            parts=upload.chunks(),
            size=upload.size,
            at=at,
        )
    except FileRefused as refused:
        return str(REFUSED_BECAUSE[refused.reason])
    except evidence.NoRoom:
        return no_room()
    if row.state == Evidence.State.REFUSED:
        evidence.remove(owner=target.owner, evidence_id=row.pk)
    return row.refusal


def no_room() -> str:
    """What is said of a file while the disk is full."""
    return gettext("We cannot accept files right now. Send them again later. What you wrote is saved.")


def room_for(request: HttpRequest, target: Target, size: int, *, at: datetime) -> float:
    """0 if so many bytes may come from this address now, else the seconds until they may.

    Counted for drafts alone: anybody can begin one, without a name; a complaint takes what it has room for and no more.
    """
    if not target.owner.draft_id:
        return 0
    return rate_limits.take(rate_limits.MEGABYTES, rate_limits.address(request), at=at, tokens=size / MB)


def page(request: HttpRequest, target: Target, *, back: str, at: datetime) -> HttpResponse:
    """The page of a target's files. Its own button leads `back`; those of the list lead here again."""
    context = {"target": target, "back": back, "neutral_title": True}
    if request.method != "POST":
        return render(request, PAGE, context)
    taken = take(request, target, at=at)
    if taken.refused:
        return render(request, PAGE, context | {"target": taken.target, "has_errors": True}, status=422)
    if taken.stay or taken.count:
        messages.success(request, said_of(taken))
    return redirect(target.add_url if taken.stay else back)


def said_of(taken: Taken) -> str:
    """What was done, in words."""
    if taken.count:
        words = ngettext("%(count)d file received.", "%(count)d files received.", taken.count)
        return words % {"count": taken.count}
    if taken.removed:
        return gettext("The file is removed.")
    return gettext("No file was chosen, so nothing was sent.")
