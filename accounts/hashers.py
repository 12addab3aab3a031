"""How officers' passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class ModestArgon2(Argon2PasswordHasher):
    """Argon2id at OWASP's recommended minimum: 19 MiB, two passes, one lane (Django's default takes 0.4 s here)."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
