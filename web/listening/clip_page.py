"""The address of a recorded clip. It is the same for everybody and never changes, so browsers may keep it."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from web.listening.recordings import read_clip

YEAR = 365 * 24 * 60 * 60  # seconds
_RANGE = re.compile(r"bytes=(\d{1,9})-(\d{0,9})")


@require_safe
def send_clip(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """Send one clip as MP3, or the part that is requested: Safari plays nothing from a server without parts."""
    clip = read_clip(language, name)
    if clip is None:
        raise Http404
    headers = {"Accept-Ranges": "bytes", "Cache-Control": f"public, max-age={YEAR}, immutable"}
    part = _RANGE.fullmatch(request.headers.get("Range", ""))
    if part is None:
        return HttpResponse(clip, content_type="audio/mpeg", headers=headers)
    first, last = int(part[1]), min(int(part[2] or len(clip)), len(clip) - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(clip)}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{len(clip)}"
    return HttpResponse(clip[first : last + 1], status=206, content_type="audio/mpeg", headers=headers)
