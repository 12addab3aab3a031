"""DEMO: the codes that the officers' apps would show."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from demo import cast
from demo.codes import PERIOD, shown


@require_safe
@never_cache
def codes(request):
    """Everybody's code of this half minute. The address exists in DEMO only."""
    now = timezone.now()
    left = PERIOD - int(now.timestamp()) % PERIOD
    return render(request, "demo/codes.html", {"rows": shown(at=now), "left": left, "password": cast.PASSWORD})
