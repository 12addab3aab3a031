"""Rules of incoming e-mail: what a message says, whether a program wrote it, and what it may do. No database."""
