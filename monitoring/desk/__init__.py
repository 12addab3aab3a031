"""Pages beside the board: league, station sheet, morning questions, reports."""
