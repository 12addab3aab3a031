"""Any number of complaints, fast: copies of those that were really lived, each with a history and clocks of its own.

What a service has written is right, and stays right when every moment in it moves by the same time, every id becomes
another one, and its chain is hashed anew. So the rows of some hundred complaints are taken apart once (`patterns`) and
filled in for each copy (`copies`); COPY writes them (`writing`). Only for benches: nobody brought these complaints.
"""
