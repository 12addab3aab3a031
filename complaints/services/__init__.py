"""Services: the only code that writes complaints and what belongs to them.

A public function does one thing in one transaction. The caller passes in the actor (`by`) and the time (`at`).
"""
