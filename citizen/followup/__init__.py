"""What is asked after the E-tag, in any order, each skippable."""
