"""One function a screen: the board, and the reviews."""
