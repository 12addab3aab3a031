"""Template tag with the number of unread notifications, for the bell and the page's title."""

from django import template
from django.http import HttpRequest

from desk.notifications.notification_list_page import number_of_unread
from desk.queries.notification_list import MOST_COUNTED

register = template.Library()


@register.simple_tag
def unread_notifications(request: HttpRequest) -> str:
    """Return how many notifications the officer has not read, as shown: "" for none, "99+" for very many."""
    number = number_of_unread(request) if request.user.is_authenticated else 0
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number or "")
