"""Pure facts about ranks, roles and the tree of offices: no Django, no database, no clock."""
