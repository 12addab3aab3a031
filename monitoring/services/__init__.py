"""The only writers of this app: digests, publications of public figures, morning questions and reports."""
