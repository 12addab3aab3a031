"""The sweep: what ran out is recorded once, held against somebody, and told upwards."""
