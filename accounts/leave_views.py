"""The view by which an officer ends their own leave early."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.first_page import first_page_of_actor
from accounts.models import Leave
from accounts.services.leave_arrangement import end_leave
from accounts.services.staff_refusals import StaffChangeRefused
from web.officer_access import posting_required


@require_POST
@never_cache
@posting_required
def end_my_leave(request):
    """End the leave of the actor's own posting now. It accepts no id, so it cannot end anybody else's leave."""
    at = timezone.now()
    leave = Leave.objects.current(at).filter(posting=request.actor.posting_id).first()
    try:
        if leave is None:
            raise StaffChangeRefused(_("This leave has already ended."))
        end_leave(leave=leave, by=request.actor, at=at)
        messages.success(request, _("Your leave has ended. Nobody is acting for you now."))
    except StaffChangeRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect(first_page_of_actor(request.actor))
