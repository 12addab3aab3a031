"""Pages for citizens: file a complaint, keep the receipt, track it, and read and answer it.

No account or JavaScript is needed.
"""
