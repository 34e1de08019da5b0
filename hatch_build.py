"""Build hook: the wheel carries knowledge, templates, catalogues and the trained index.

The index is not trained here (that takes minutes and scikit-learn); it must stand ready, made by
``assistant index`` from the very knowledge that is packed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("knowledge", "templates", "translations")


class PlainlyBuildHook(BuildHookInterface):  # type: ignore[misc]
    """Adds ``assistant/_data`` to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues and name the files to pack; an editable install needs none."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from assistant.languages import compile_catalogues

        compile_catalogues(root / "translations")
        include = build_data["force_include"]
        for folder in FOLDERS:
            include[str(root / folder)] = f"assistant/_data/{folder}"
        index = root / "build" / "index.npz"
        if not index.is_file():
            message = "build/index.npz is missing; make it with: make index"
            raise FileNotFoundError(message)
        include[str(index)] = "assistant/_data/index.npz"
