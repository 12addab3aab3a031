"""What public information can be, as plain values."""
