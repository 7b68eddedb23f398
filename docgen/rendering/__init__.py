"""Rendering: context and template into a proven paper."""
