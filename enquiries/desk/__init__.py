"""The officers' pages of the registers: verifications of a cell, feedback of the CPO, school visits of a district."""
