"""The services that write notices and tips. Nothing else does."""
