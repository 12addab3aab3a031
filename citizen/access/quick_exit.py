"""Leave this page: at once, to a page that means nothing."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

NOTICES = "messages"
"""The cookie in which notices were kept once, and still are in browsers that came before."""


@never_cache
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Forget drafts and visits of this browser, and whatever it keeps of this site; then show some other site.

    A GET, because a link works on every phone, without JavaScript and at once.
    """
    request.session.flush()
    answer = HttpResponseRedirect(settings.EXIT_URL)
    answer.delete_cookie(NOTICES)
    answer["Clear-Site-Data"] = '"storage"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer
