"""Status of incoming e-mail, for operators."""
