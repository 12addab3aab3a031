"""Orders to a station that is excluded from the complaint, which must register an FIR."""
