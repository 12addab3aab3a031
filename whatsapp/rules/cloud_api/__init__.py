"""What the Cloud API takes and tells: payloads, errors, statuses, templates, signatures."""
