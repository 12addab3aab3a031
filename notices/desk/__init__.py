"""Where officers propose, approve and end public notices, and read tips."""
