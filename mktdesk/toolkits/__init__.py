"""The guidance as data: toolkits and their forms."""

from mktdesk.toolkits.read import load, read_toolkit, supplied
from mktdesk.toolkits.types import Toolkit

__all__ = ["Toolkit", "load", "read_toolkit", "supplied"]
