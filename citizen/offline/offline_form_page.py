"""The page on which a complaint can be written without a connection.

The service worker keeps it on the phone (templates/information/sw.js), so it is the same for everybody: it shows
nothing of the session and carries no CSRF token. Confidential categories are not offered, because what is written stays
on the phone until it is sent; nor is a missing child, because hours may pass until then.
"""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from citizen.filing import filing_choices
from citizen.filing.filing_choices import CategoryGroup
from citizen.filing.filing_forms import CONTACT_WAYS, EMAIL, PHONE, SECRET
from citizen.filing.kept_out_form import KEEP_FROM_QUESTION, OFFICER_NAME_LABEL, SENIORITY_CHOICES, SENIORITY_LABEL
from citizen.queries import filing_options
from complaints.models import Category
from complaints.models.display.complaint_labels import THREE_ANSWERS
from complaints.rules import accepted_files
from complaints.rules.special_categories import MISSING_CHILD
from information.queries import helplines
from web.text_cleaning import LONGEST_TEXT

MOST_FILES = 8
LARGEST_TOGETHER_MB = 40
"""The limits for files that wait on a phone, below those of the portal: cheap phones have little room."""
KEPT_DAYS = 7


@require_safe
def show_offline_form(request: HttpRequest) -> HttpResponse:
    """Show the form and what waits on this phone. Three queries: categories, districts and helplines."""
    groups = filing_choices.group_categories(filing_options.offered_categories())
    context = {
        "groups": offered_groups(groups),
        "confidential": gettext(", ").join(
            kind.category.name for group in groups for kind in group.kinds if kind.category.confidential
        ),
        "districts": filing_choices.district_choices(),
        "lines": helplines.offline_helplines(),
        "three_answers": THREE_ANSWERS,
        "keep_from_question": KEEP_FROM_QUESTION,
        "seniority_label": SENIORITY_LABEL,
        "seniority_choices": SENIORITY_CHOICES,
        "officer_name_label": OFFICER_NAME_LABEL,
        "contact_ways": [(way, CONTACT_WAYS[way]) for way in (PHONE, EMAIL, SECRET)],
        "longest_text": LONGEST_TEXT,
        "most_files": MOST_FILES,
        "largest_file_mb": accepted_files.LARGEST_FILE // accepted_files.MB,
        "largest_together_mb": LARGEST_TOGETHER_MB,
        "piece_size": accepted_files.LARGEST_PIECE // 2,
        "kept_days": KEPT_DAYS,
        "send_url": reverse("offline_send"),
    }
    return render(request, "citizen/offline/form.html", context)


def is_offered_offline(category: Category) -> bool:
    """Return whether a complaint of this category may wait on a phone."""
    return not category.confidential and category.code != MISSING_CHILD


def offered_groups(groups: list[CategoryGroup]) -> list[CategoryGroup]:
    """Return the groups with the categories that may wait on a phone."""
    offered = [replace(group, kinds=[k for k in group.kinds if is_offered_offline(k.category)]) for group in groups]
    return [group for group in offered if group.kinds]
