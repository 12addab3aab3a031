"""Let every page of a complaint that is open by a secret word take the same time, also under duress.

The harmless page of the duress word costs more work than a real one (complaints.services.access_keys.duress_page).
A person who watches the screen or the network must not be able to tell them apart by waiting. So a response to a
browser in which a word has opened a complaint is held back until a whole number of steps has passed since the request
arrived. The step is longer than either page takes; a server so busy that pages take longer than a step reveals at most
in which step a page was ready.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from citizen import visitor_session


class EvenResponseTimes:
    """Middleware that holds back responses to browsers in which a secret or duress word has opened a complaint.

    It encloses the middleware of the session, whose storing takes time too. `SECRET_WORD_STEP`: seconds; 0 holds
    nothing back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        if settings.SECRET_WORD_STEP and visitor_session.is_open_by_word(request):
            time.sleep(seconds_to_hold(time.perf_counter() - began, step=settings.SECRET_WORD_STEP))
        return response


def seconds_to_hold(elapsed: float, *, step: float) -> float:
    """Return the seconds from `elapsed` until the next whole number of steps."""
    return step - elapsed % step
