"""The address of a recorded clip. It is the same for everybody and never changes, so browsers may keep it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from web.byte_ranges import parse_byte_range
from web.listening.recordings import read_clip

YEAR = 365 * 24 * 60 * 60  # seconds


@require_safe
def send_clip(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """Send one clip as MP3, or the part that is requested: Safari plays nothing from a server without parts."""
    clip = read_clip(language, name)
    if clip is None:
        raise Http404
    headers = {"Accept-Ranges": "bytes", "Cache-Control": f"public, max-age={YEAR}, immutable"}
    part = parse_byte_range(request.headers.get("Range", ""), size=len(clip))
    if part is None:
        return HttpResponse(clip, content_type="audio/mpeg", headers=headers)
    if part.is_empty:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(clip)}"})
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(clip)}"
    return HttpResponse(clip[part.start : part.stop], status=206, content_type="audio/mpeg", headers=headers)
