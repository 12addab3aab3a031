"""A chat that an operator takes over: who asks, who reads, when it goes back."""
