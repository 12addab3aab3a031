"""The number, the code, the secret word, the one-tap link: what opens a complaint, and what it opens."""
