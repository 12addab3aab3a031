"""The program that inspects one file in the sandbox (complaints.evidence.sandbox starts it as a separate process).

It uses neither Django nor any key. `python -m complaints.inspection FAMILY IN OUT` takes two open files as file
descriptor numbers and writes the verdict to standard output as JSON.
"""
