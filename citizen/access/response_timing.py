"""Let every page of a complaint that is open by a secret word take the same time, also under duress.

The harmless page of the duress word costs more work than a real one (complaints.services.access_keys.duress_page).
A person who watches the screen or the network must not be able to tell them apart by waiting. So a response to a
browser in which a word has opened a complaint is held back until a whole number of steps has passed since the request
arrived. The step is longer than either page takes. On a busy server both take longer, so the step grows with the load.
"""

import math
import os
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
            step = settings.SECRET_WORD_STEP * step_factor_for_load(os.getloadavg()[0], cores=os.cpu_count() or 1)
            time.sleep(seconds_to_hold(time.perf_counter() - began, step=step))
        return response


def step_factor_for_load(load: float, *, cores: int) -> int:
    """Return by how much the step is multiplied: by the number of processes that wait for each core, at least by one.

    `load`: the average of the last minute, which follows neither page in particular.
    """
    return max(1, math.ceil(load / cores))


def seconds_to_hold(elapsed: float, *, step: float) -> float:
    """Return the seconds from `elapsed` until the next whole number of steps."""
    return step - elapsed % step
