"""The form that chooses the columns of the queue: a menu beside the rows, and this page if a choice is refused."""

from crispy_forms.helper import FormHelper
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from complaints.services.column_choice import forget_queue_columns, save_queue_columns
from desk.page_access import reading_role_required
from desk.queue.queue_columns import PARAMETER, QueueColumnsForm, chosen_columns


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def choose_queue_columns(request: HttpRequest) -> HttpResponse:
    """Save the officer's columns, or with `default` forget them, and return to the queue. 422 if they are refused."""
    back = _queue_url(request.POST.get("back", ""))
    if request.method != "POST":
        form = QueueColumnsForm(initial={"columns": chosen_columns(request).names})
        return _render_page(request, form, back)
    if "default" in request.POST:
        forget_queue_columns(by=request.actor)
        return redirect(back)
    form = QueueColumnsForm(request.POST)
    if not form.is_valid():
        return _render_page(request, form, back, status=422)
    save_queue_columns(form.cleaned_data["columns"], by=request.actor, at=timezone.now())
    messages.success(request, gettext("Columns saved."))
    return redirect(back)


def _render_page(request: HttpRequest, form: QueueColumnsForm, back: str, *, status: int = 200) -> HttpResponse:
    form.helper = FormHelper()
    form.helper.form_tag, form.helper.disable_csrf = False, True
    return render(
        request, "desk/columns.html", {"form": form, "back": back, "has_errors": status == 422}, status=status
    )


def _queue_url(back: str) -> str:
    """Return the queue from which the form was sent, without columns of its own; the own queue for any other URL."""
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(reverse("desk:queue"))
    path, _, query = (back if is_ours else reverse("desk:queue")).partition("?")
    parameters = QueryDict(query, mutable=True)
    parameters.pop(PARAMETER, None)
    return f"{path}?{parameters.urlencode()}" if parameters else path
