"""Check the headers of a response. They are on every response, including errors, downloads and static files."""

from collections.abc import Mapping

FIXED = {
    "X-Content-Type-Options": {"nosniff"},
    "X-Frame-Options": {"DENY"},
    "Referrer-Policy": {"same-origin", "no-referrer"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
}
NEVER = ("unsafe-", "*", "http:", "https:")
"""Parts that no policy may contain: inline scripts and styles, and sources on any host."""


def header_problems(headers: Mapping[str, str], *, secure: bool = False, personal: bool = False) -> list[str]:
    """Return the missing or too permissive headers. `secure`: served with HTTPS. `personal`: must not be cached."""
    wrong = [f"{name}: {headers.get(name)}" for name, allowed in FIXED.items() if headers.get(name, "") not in allowed]
    policy = headers.get("Content-Security-Policy", "")
    if not policy.startswith("default-src 'none'") or [loose for loose in NEVER if loose in policy]:
        wrong.append(f"Content-Security-Policy: {policy}")
    if "frame-ancestors 'none'" not in policy and "sandbox" not in policy:
        wrong.append("Content-Security-Policy lets others frame it")
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        wrong.append("no Permissions-Policy")
    if len(headers.get("X-Request-ID", "")) != 32:
        wrong.append("no X-Request-ID")
    if secure and "max-age=31536000; includeSubDomains" not in headers.get("Strict-Transport-Security", ""):
        wrong.append("no Strict-Transport-Security")
    if personal and "no-store" not in headers.get("Cache-Control", ""):
        wrong.append(f"Cache-Control: {headers.get('Cache-Control')}")
    if "Access-Control-Allow-Origin" in headers:
        wrong.append("lets other sites read it")
    return wrong
