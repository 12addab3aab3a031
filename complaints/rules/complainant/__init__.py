"""Rules about the complainant: identity, anonymity, secret words, and the questions and offers that they get."""
