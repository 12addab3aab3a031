"""What higher apps add to the work of complaints, which knows none of them: dotted paths, for the settings."""

KEPT_WHILE = ["reviews.queries.retention.in_open_reviews"]
"""Asked before what is personal in complaints is destroyed: what higher apps still need one of them for."""

SEALED_BESIDE = "reviews.services.history_seals.STEPS"
"""The other history that the log's seals hold."""

VERIFIED_BESIDE = ["reviews.queries.history_verification.findings"]
"""What `verify_history` looks at beside complaints, with `--all` and `--since` too."""

VERIFIED_WITH = ["sla.queries.breach_verification.check"]
"""What it looks at with each batch of complaints."""
