"""Where people leave the chat: what each turn adds to the counts, and the shares that officers see."""
