"""Follow-up questions after registration. They can be answered in any order, and each can be skipped."""
