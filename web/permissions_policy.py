"""The Permissions-Policy header: pages may use location and microphone; embedded frames may use nothing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMITTED_FEATURES = ("geolocation", "microphone")
"""The phone's location, when a complainant presses the button for it, and voice notes."""

FORBIDDEN_FEATURES = ("camera", "payment", "usb", "serial", "midi", "display-capture", "browsing-topics")
"""The camera is not needed: photos are taken with the phone's camera app and uploaded as files."""

POLICY = ", ".join([*(f"{name}=(self)" for name in PERMITTED_FEATURES), *(f"{name}=()" for name in FORBIDDEN_FEATURES)])


class PermissionsPolicyMiddleware:
    """Middleware that adds the header to every response, also to errors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = POLICY
        return response
