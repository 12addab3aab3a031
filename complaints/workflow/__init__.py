"""The workflow of a complaint. Every kind of event is declared once, in the module of its topic.

The declarations are pure: no database, no clock, and nothing of Django but lazy translations. `manage.py
write_workflow` generates the page docs/manual/workflow.md from them.
"""
