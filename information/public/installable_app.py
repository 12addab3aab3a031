"""The installable web app: a manifest in each language, a service worker, and an offline page."""

import json

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, gettext, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from documents.operator_identity import current_identity
from information.queries import helplines

HOUR = 60 * 60
ICONS = [("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("icon-maskable-512.png", 512, "maskable")]
OFFLINE_FILES = [
    "portal/tokens.css",
    "portal/type.css",
    "portal/layout.css",
    "portal/information.css",
    "portal/mark.svg",
]
"""Files of the offline page. Fonts are cached when a page first uses them, because they are larger than these."""
FORM_FILES = [
    "portal/offline_form.css",
    "portal/offline_store.js",
    "portal/offline_send.js",
    "portal/offline_form.js",
]
"""Files of the page on which a complaint can be written without a connection (citizen.offline), besides the above."""


@require_safe
@cache_control(public=True, max_age=HOUR)
def show_app_manifest(request: HttpRequest) -> JsonResponse:
    """Return the web app manifest in the page's language: name, icons and three shortcuts."""
    values = {
        "id": "/",
        "name": current_identity().name,
        "short_name": gettext("Complaints"),
        "description": gettext("Make a complaint to the police, follow it, and find helplines and services."),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "display_override": ["minimal-ui", "standalone"],  # with a back button, if the browser has one
        "background_color": "#f6f4ef",
        "theme_color": "#f6f4ef",
        "icons": [
            {
                "src": static(f"portal/icons/{name}"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, size, purpose in ICONS
        ],
        "shortcuts": [
            {"name": gettext("Make a complaint"), "url": reverse("complain")},
            {"name": gettext("Track"), "url": reverse("track")},
            {"name": gettext("Helplines"), "url": reverse("helplines")},
        ],
    }
    return JsonResponse(values, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_control(no_cache=True)
def show_service_worker_script(request: HttpRequest) -> HttpResponse:
    """Return /sw.js. It is at the root, so that its scope is the portal. No query, because browsers fetch it often."""
    values = {
        "version": getattr(staticfiles_storage, "manifest_hash", "") or "plain",
        "offline": {language: _url_in(language, "offline") for language in ("en", "ur")},
        "forms": [_url_in(language, "offline_form") for language in ("en", "ur")],
        "files": [static(name) for name in OFFLINE_FILES + FORM_FILES],
    }
    context = {name: json.dumps(value) for name, value in values.items()}
    return render(request, "information/sw.js", context, content_type="text/javascript; charset=utf-8")


@require_safe
def offline_page(request: HttpRequest) -> HttpResponse:
    """Show what the installed app displays without a connection: helplines in both languages, the reader's first."""
    languages = ["ur", "en"] if get_language_bidi() else ["en", "ur"]
    return render(request, "offline.html", {"languages": languages, "lines": helplines.offline_helplines()})


def _url_in(language: str, name: str) -> str:
    with override(language):
        return reverse(name)
