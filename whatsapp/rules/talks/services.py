"""Where each of the fifteen services begins: its first step, and what is known by choosing it."""

FIRST_STEPS: dict[str, tuple[str, dict]] = {
    "crime_report": ("lodge.kind", {"group": "crime"}),
    "complaint": ("complaint", {}),
    "harassment": ("lodge.kind", {"group": "harassment"}),
}
