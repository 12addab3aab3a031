"""Evidence: sent in pieces, taken apart, shown without what gives its maker away."""
