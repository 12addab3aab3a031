"""DEMO: the mailbox page. The address is included in DEMO only."""

import re

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications.queries.mailbox import mailbox as mailbox_page


@require_safe
@never_cache
def mailbox(request):
    """Everything that telephones and mailboxes would have received, newest first."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    page = mailbox_page(words=words, before=_number(request.GET.get("before", "")))
    return render(request, "demo/mailbox.html", {"page": page, "words": words})


def _number(text: str) -> int | None:
    """A page's place out of an address that anybody may have typed."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None
