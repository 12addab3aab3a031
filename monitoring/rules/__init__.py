"""Pure decisions about delay: who answers for a clock, who is told, and the stages of a review."""
