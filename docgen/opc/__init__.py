"""Office files as containers (Open Packaging Conventions): a gate to read, one way to write."""
