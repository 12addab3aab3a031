"""What a page of the portal may ask a device for: where it is, and its microphone; nobody's frame inside it may."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ASKED_FOR = ("geolocation", "microphone")
"""A phone's position, where a complainant presses for it; a voice note."""

NEVER = ("camera", "payment", "usb", "serial", "midi", "display-capture", "browsing-topics")
"""A photo is taken by the phone's own camera, and handed in as a file."""

POLICY = ", ".join([*(f"{name}=(self)" for name in ASKED_FOR), *(f"{name}=()" for name in NEVER)])


class PermissionsPolicy:
    """Middleware: every answer says it, refusals and error pages too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = POLICY
        return response
