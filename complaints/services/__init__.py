"""The only writers. One story a function, one transaction, time and actor handed in."""
