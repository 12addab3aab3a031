"""Taking down a complaint for a walk-in, a caller or a letter: one page, read back and agreed, then registered."""
