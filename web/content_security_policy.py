"""The Content-Security-Policy of all responses: only the listed kinds of content, and only from this site."""

from django.utils.csp import CSP

POLICY = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],  # Bootstrap's form icons are data images inside its own style sheet
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF, "blob:"],  # to listen to a voice note before it is sent
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],  # /sw.js: caches static files and the offline page
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
