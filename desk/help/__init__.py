"""The manual at the desk, from the Markdown files of docs/manual."""
