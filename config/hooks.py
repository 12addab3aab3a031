"""Hooks by which higher apps extend `complaints`, which does not import them: dotted paths for the settings."""

KEPT_WHILE = ["reviews.queries.retention.in_open_reviews"]
"""Called before personal data of complaints is destroyed. They return the complaints that an app still needs."""

SEALED_BESIDE = "reviews.services.history_seals.STEPS"
"""The other history that the log's seals include."""

VERIFIED_BESIDE = ["reviews.queries.history_verification.findings"]
"""Further checks of `verify_history`, besides complaints. They also run with `--all` and `--since`."""

VERIFIED_WITH = ["sla.queries.breach_verification.check"]
"""Further checks of `verify_history` for each batch of complaints."""
