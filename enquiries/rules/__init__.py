"""What citizens ask for or say that is no complaint, as plain values."""
