"""The photo and the share image of a notice. Each request checks first that the notice is still public."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.timezone import now
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from complaints.evidence.sealed_storage import DamagedFile, SealedFileReader
from notices.public.brief_caching import cache_briefly
from notices.queries import published_notices
from notices.rules.notice_kinds import NoticeKind
from notices.services import picture_inspection, share_image

logger = logging.getLogger(__name__)


@require_safe
@cache_briefly
def send_public_photo(request: HttpRequest, kind: NoticeKind, code: str) -> HttpResponse:
    """Send the photo. 404 if there is none, or none any more."""
    picture = published_notices.published_picture(kind, code, at=now())
    if picture is None:
        raise Http404
    return _send_jpeg(request, lambda: picture_inspection.open_picture(picture), version=str(picture.pk), code=code)


@require_safe
@cache_briefly
def send_public_share_image(request: HttpRequest, kind: NoticeKind, code: str) -> HttpResponse:
    """Send the image for sharing, in the language of the URL."""
    edition = published_notices.published_edition(kind, code, at=now())
    if edition is None:
        raise Http404
    language = "ur" if get_language_bidi() else "en"
    version = f"{edition.pk}-{language}"
    return _send_jpeg(request, lambda: share_image.open_share_image(edition, language), version=version, code=code)


def _send_jpeg(request: HttpRequest, open_file, *, version: str, code: str) -> HttpResponse:
    """Send a JPEG, or 304 if the client has it. The caller has checked that the notice is still public."""
    not_modified = get_conditional_response(request, etag=f'"{version}"')
    if not_modified is not None:
        return not_modified
    try:
        plain: SealedFileReader | None = open_file()
    except DamagedFile as damaged:
        logger.exception("A picture of notice %s cannot be read", code)
        raise Http404 from damaged
    if plain is None:
        raise Http404
    with plain:
        headers = {"ETag": f'"{version}"', "Content-Security-Policy": "default-src 'none'; sandbox"}
        return HttpResponse(plain.read(), content_type="image/jpeg", headers=headers)
