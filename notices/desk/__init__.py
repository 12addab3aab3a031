"""The pages on which officers propose, approve and end public notices, and read tips."""
