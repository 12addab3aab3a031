"""Weekly and monthly reports: made once, told to the head, kept as they were."""
