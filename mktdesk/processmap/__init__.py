"""A process as a map: steps from top to bottom, who acts, and where the case stands (pure)."""

from mktdesk.processmap.layout import layout
from mktdesk.processmap.types import LEAST_WIDTH, Edge, MapRefused, Node, State

__all__ = ["LEAST_WIDTH", "Edge", "MapRefused", "Node", "State", "layout"]
