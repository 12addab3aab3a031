"""What the machines of the conflict firewall and of protected identity share (test_firewall_machine and its neighbour).

`moving`: what happens to officers and complaints. `picture`: who stands where, and what has to be hidden, said without
the portal's own rules. `sight`, `doors`: what somebody sees, and every address of the desk as one reader finds it.
`secrets`: who nobody may know of.
"""
