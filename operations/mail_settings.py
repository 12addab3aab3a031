"""Convert EMAIL_URL to Django's MAILERS setting."""

SMTP = "django.core.mail.backends.smtp.EmailBackend"
TIMEOUT = 10  # seconds


def mailer_settings(address: dict) -> dict:
    """Return an entry of MAILERS from EMAIL_URL as parsed by django-environ ("smtp+tls://user:password@host:587")."""
    backend = address["EMAIL_BACKEND"]
    if backend != SMTP:
        return {"BACKEND": backend}
    return {
        "BACKEND": backend,
        "OPTIONS": {
            "host": address["EMAIL_HOST"],
            "port": address["EMAIL_PORT"],
            "username": address["EMAIL_HOST_USER"] or "",
            "password": address["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": address.get("EMAIL_USE_TLS", False),
            "use_ssl": address.get("EMAIL_USE_SSL", False),
            "timeout": TIMEOUT,
        },
    }
