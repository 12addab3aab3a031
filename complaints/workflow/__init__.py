"""What can happen to a complaint. Every kind of event is declared once, in the module of its topic.

The declarations are pure: no database, no clock, of Django only lazy translations. The page
docs/manual/workflow.md is generated from them.
"""
