"""A notice's photo and its share image: unsealed only while the notice is public, asked anew for every answer."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.timezone import now
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from complaints.evidence.sealed_storage import Damaged, Plain
from notices.public.cache_headers import vanishing
from notices.queries import public
from notices.rules.kinds import NoticeKind
from notices.services import pictures, share_image

logger = logging.getLogger(__name__)


@require_safe
@vanishing
def photo(request: HttpRequest, kind: NoticeKind, code: str) -> HttpResponse:
    """The photo. 404 where there is none, or none any more."""
    picture = public.picture(kind, code, at=now())
    if picture is None:
        raise Http404
    return _jpeg(request, lambda: pictures.open_copy(picture), mark=str(picture.pk), code=code)


@require_safe
@vanishing
def share(request: HttpRequest, kind: NoticeKind, code: str) -> HttpResponse:
    """The picture that is passed on, in the language of the address."""
    edition = public.edition_of(kind, code, at=now())
    if edition is None:
        raise Http404
    language = "ur" if get_language_bidi() else "en"
    return _jpeg(request, lambda: share_image.open_share(edition, language), mark=f"{edition.pk}-{language}", code=code)


def _jpeg(request: HttpRequest, opened, *, mark: str, code: str) -> HttpResponse:
    """The bytes, or 304 for whoever has them: only that it is still public had to be asked."""
    known = get_conditional_response(request, etag=f'"{mark}"')
    if known is not None:
        return known
    try:
        plain: Plain | None = opened()
    except Damaged as damaged:
        logger.exception("A picture of notice %s cannot be read", code)
        raise Http404 from damaged
    if plain is None:
        raise Http404
    with plain:
        headers = {"ETag": f'"{mark}"', "Content-Security-Policy": "default-src 'none'; sandbox"}
        return HttpResponse(plain.read(), content_type="image/jpeg", headers=headers)
