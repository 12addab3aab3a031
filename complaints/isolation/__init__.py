"""The isolation of the program that inspects files: bubblewrap, and a filter of system calls. It uses no model."""
