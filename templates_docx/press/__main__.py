"""``python -m templates_docx.press``: press every source, name the templates that changed."""

from __future__ import annotations

import sys

from templates_docx.press import press_all

for template in press_all():
    sys.stdout.write(f"{template.name}\n")
