"""The content policy of every answer: nothing but what is named, and that from here alone."""

from django.utils.csp import CSP

POLICY = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],  # Bootstrap's form icons are data images inside its own style sheet
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF, "blob:"],  # a voice note is listened to before it is sent
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],  # /sw.js: files of the look and the offline page
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
