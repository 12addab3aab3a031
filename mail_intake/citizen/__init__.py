"""The page on which a complaint that began as an e-mail continues."""
