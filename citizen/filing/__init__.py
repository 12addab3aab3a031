"""Filing a complaint: four short pages, then the E-tag and the receipt."""
