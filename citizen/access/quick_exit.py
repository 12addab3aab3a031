"""The “leave this page” button: go to a neutral site at once."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

OLD_MESSAGES_COOKIE = "messages"
"""Cookie in which an earlier version kept messages. Browsers that visited then still have it."""


@never_cache
@require_safe
def leave_site(request: HttpRequest) -> HttpResponse:
    """Forget the drafts and visits of this browser and everything that it stores for this site, then show another site.

    It is a GET, because a link works on every phone, without JavaScript and at once.
    """
    request.session.flush()
    response = HttpResponseRedirect(settings.EXIT_URL)
    response.delete_cookie(OLD_MESSAGES_COOKIE)
    response["Clear-Site-Data"] = '"storage"'
    response["Referrer-Policy"] = "no-referrer"
    return response
