"""Optional reports of errors and traces to other servers, without personal data. Off by default."""
