"""Public pages: notices about missing children and wanted persons, and tips about them. Visitors stay anonymous."""
