"""Officers' pages of the registers: a cell's verifications, the CPO's feedback, a district's school talks."""
