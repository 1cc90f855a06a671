"""The guidance as data: toolkits, their forms and their process."""

from mktdesk.toolkits.read import (
    form_of_case,
    load,
    mistakes_in,
    read_kept,
    read_texts,
    read_toolkit,
    supplied,
    texts_in,
    texts_of,
)
from mktdesk.toolkits.types import Toolkit

__all__ = [
    "Toolkit",
    "form_of_case",
    "load",
    "mistakes_in",
    "read_kept",
    "read_texts",
    "read_toolkit",
    "supplied",
    "texts_in",
    "texts_of",
]
