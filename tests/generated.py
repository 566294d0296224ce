"""The files that are written by the code. `python -m tests.generated` writes them; tests compare them."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

from bot.settings import Settings
from tests.picture import conversation_svg

CHECKOUT = Path(__file__).resolve().parents[1]

ENV_EXAMPLE_HEAD = """\
# Letopis' settings. Copy this file to .env and fill in what you need; an empty value counts as not set.
# The environment goes before this file. A setting NAME can also be given as NAME_FILE: a file that holds the value.
"""


def env_example() -> str:
    """`.env.example`: every setting with its comment; one with a default stands commented out."""
    lines = [ENV_EXAMPLE_HEAD]
    for field, info in Settings.model_fields.items():
        comment = textwrap.fill(info.description or "", 118, initial_indent="# ", subsequent_indent="# ")
        default = info.get_default(call_default_factory=True)
        setting = f"# {field.upper()}={default}" if default else f"{field.upper()}="
        lines.append(f"{comment}\n{setting}\n")
    return "\n".join(lines)


FILES = {".env.example": env_example, "docs/conversation.svg": conversation_svg}

if __name__ == "__main__":
    for name, write in FILES.items():
        (CHECKOUT / name).write_text(write(), encoding="utf-8")
        sys.stdout.write(f"{name}\n")
