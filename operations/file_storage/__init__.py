"""Evidence in a folder or a bucket: settings, checks, moving from one to the other, and what a restore needs."""
