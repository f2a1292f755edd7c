"""Files of a catalogue, as an import reads them."""

import json
from pathlib import Path
from typing import Any


def write_lines(folder: Path, **files: list[dict[str, Any] | str | bytes]) -> Path:
    """A folder with lines for tags, tools, use_cases and organizations."""
    for name, lines in files.items():
        path = folder / f"{name.replace('_', '-')}.jsonl"
        with path.open("wb") as file:
            for line in lines:
                if isinstance(line, dict):
                    line = json.dumps(line, ensure_ascii=False)
                file.write((line.encode() if isinstance(line, str) else line) + b"\n")
    return folder
