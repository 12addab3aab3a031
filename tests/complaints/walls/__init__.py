"""Shared code of the state machines in test_firewall_machine and test_identity_machine.

`moving`: changes of officers and complaints. `filing`: new complaints, answers and merges. `picture`: the postings at a
time, and what must be hidden, computed without the portal's own rules. `sight`, `doors`: what a reader can see, and
every page of the desk. `secrets`: identities that must not be revealed.
"""
