"""Pages for evidence: upload in pieces or by a form, the list of files, and inspected copies without metadata."""
