"""Access to a complaint by E-tag, code, secret word, printed code or one-tap link, and what each of them shows."""
