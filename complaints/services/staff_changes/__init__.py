"""What becomes of complaints when postings end, offices move, or somebody else takes over."""
