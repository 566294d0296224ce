"""Text with formatting as Telegram keeps it: plain text and entities counted in UTF-16 units.

The records are frozen and the operations pure; no operation changes the text.
"""

from core.richtext.entities import ENTITY_TYPES, Entity, entity_from_json, entity_to_json
from core.richtext.operations import concat, overlay, slice_, styled, trim
from core.richtext.records import RichText
from core.richtext.splitting import MESSAGE_ENTITIES, MESSAGE_UNITS, pages, split
from core.richtext.units import Utf16Index, utf16_length

__all__ = [
    "ENTITY_TYPES",
    "MESSAGE_ENTITIES",
    "MESSAGE_UNITS",
    "Entity",
    "RichText",
    "Utf16Index",
    "concat",
    "entity_from_json",
    "entity_to_json",
    "overlay",
    "pages",
    "slice_",
    "split",
    "styled",
    "trim",
    "utf16_length",
]
