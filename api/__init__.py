"""The API at /api/v1/: public data, the operator's own app, and partner organisations (docs/decisions/0040)."""
