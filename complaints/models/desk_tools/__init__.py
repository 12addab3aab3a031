"""What officers keep for their own work: saved views, canned replies and prepared texts."""
