"""The pages of the manual at the desk: its contents, the search in it, and each page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from desk.help.manual import PAGES, find_in_manual, load_manual, load_manual_page
from web.officer_access import posting_required
from web.text_cleaning import UnreadableText, clean_text

LONGEST_SEARCH = 100  # characters


@require_safe
@never_cache
@posting_required
def show_manual(request: HttpRequest) -> HttpResponse:
    """Show the contents of the manual, or with `q` the sections that have these words. 422 if it can't be searched."""
    try:
        typed, problem = clean_text(request.GET.get("q", "")), ""
    except UnreadableText:
        typed, problem = "", _("The search contains characters that cannot be used. Enter words.")
    if len(typed) > LONGEST_SEARCH:
        problem = _("The search is too long. Enter a few words.")
    context = {
        "pages": load_manual(get_language()),
        "typed": typed,
        "problem": problem,
        "findings": [] if problem else find_in_manual(typed, get_language()),
    }
    return render(request, "desk/help/contents.html", context, status=422 if problem else 200)


@require_safe
@never_cache
@posting_required
def show_manual_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page of the manual, with links to the pages before and after it. 404 if there is none."""
    if slug not in PAGES:
        raise Http404
    pages, place = load_manual(get_language()), PAGES.index(slug)
    context = {
        "page": load_manual_page(slug, get_language()),
        "earlier": pages[place - 1] if place else None,
        "later": pages[place + 1] if place + 1 < len(pages) else None,
    }
    return render(request, "desk/help/page.html", context)
