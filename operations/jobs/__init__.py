"""The jobs of the workers: whether the broker accepts them, when their runs expire, and whether clocks agree."""
