"""Understanding of what a citizen writes. Pure: no Django, no database, no network. Start at `sentence.understand`."""
