"""Any number of complaints, fast: copies of simulated ones, each with its own history and clocks.

Rows that a service wrote stay valid if all their times move by the same amount, every id is replaced, and the chain is
hashed again. So some hundred complaints are read once as patterns (`patterns`), filled for each copy (`copies`) and
written with COPY (`bulk_writing`). For demo and benchmarks only.
"""
