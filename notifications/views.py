"""DEMO: the mailbox page. Its URL exists only if DEMO is set."""

import re

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications.queries.mailbox_page import load_mailbox_page as mailbox_page


@require_safe
@never_cache
def show_mailbox(request):
    """Show the messages that phones and mailboxes would have received, newest first."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    before = request.GET.get("before", "")
    page = mailbox_page(words=words, before=int(before) if re.fullmatch(r"[0-9]{1,18}", before) else None)
    return render(request, "demo/mailbox.html", {"page": page, "words": words})
