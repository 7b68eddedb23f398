"""`docgen templates check FILE`: what can be said of any Word file as a template.

Without a context the names can't be compared with what the sheets give, but structure and
safety can: the file goes through the same gate and the same compiler as the office's own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.rendering.slow_path import compile_either
from docgen.rendering.template import compile_template


def check_template_file(
    path: Path,
    *,
    context_class: type[object] | None = None,
    filters: Mapping[str, Callable[..., object]] | None = None,
    keys: Mapping[str, Collection[str]] | None = None,
    extra_names: Collection[str] = (),
) -> list[Diagnostic]:
    """Everything that is wrong with a template, an empty list when nothing is.

    ``filters``: the filters that templates of this program have. With a ``context_class`` the
    names are compared too; ``extra_names`` are columns of the clerk's own. Nothing is written
    and nothing of the file is run.
    """
    options: dict[str, Any] = {"filters": filters, "keys": keys, "extra_names": extra_names}
    try:
        if context_class is None:
            _, found = compile_template(path, None, draft=False, **options)
        else:
            _, found = compile_either(path, context_class, draft=False, **options)
    except (MemoryError, RecursionError):
        # Within the gate's limits a file may still be built to be hard to hold.
        found = [
            diagnose(
                "file-dangerous",
                Origin(path.name),
                "файл устроен так, что не помещается в память, и не проверен",
                hint="откройте его в Word и оставьте в нём только нужное",
            )
        ]
    return found
