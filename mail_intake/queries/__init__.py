"""What operators see of incoming e-mail."""
