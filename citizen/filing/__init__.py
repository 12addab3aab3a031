"""Filing a complaint: five short pages, then the E-tag and the receipt."""
