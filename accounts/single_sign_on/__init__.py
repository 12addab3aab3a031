"""Single sign-on of officers by OpenID Connect, beside their own passwords (docs/decisions/0016)."""
