"""What everybody may read of missing children and wanted persons, and tell. Nobody is asked who they are."""
