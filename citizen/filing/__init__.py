"""Filing a complaint: what happened, a few short pages, then the E-tag and the receipt."""
