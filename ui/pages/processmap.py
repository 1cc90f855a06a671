"""The map of a case's process, with where the case is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mktdesk.processmap import Edge, Node, layout
from ui.drawingview import DrawingView
from ui.labels import button
from ui.page import Screen
from ui.saved import Saved

_HINT = "Enter shows the step in the list."


class ProcessMapPage(Screen):
    """here: the step that is brought into sight, unless one is late.

    step_wanted: (step id) in the list. list_wanted. save_wanted, print_wanted: as a PDF, on paper.
    """

    step_wanted = Signal(str)
    list_wanted = Signal()
    save_wanted = Signal()
    print_wanted = Signal()

    def __init__(
        self,
        title: str,
        nodes: Sequence[Node],
        edges: Sequence[Edge],
        *,
        here: str = "",
        can_save: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Where it is: map", scrolls=False, parent=parent)
        self.view = DrawingView(_HINT, self)
        self.view.show_flowing(partial(layout, nodes, edges, title=title))
        late = (node.id for node in nodes if node.state == "late")
        self.view.go_to(next(late, here))
        self.view.node_activated.connect(self.step_wanted)
        self.body.addWidget(self.view, 1)
        back = button("Show as a list", "", self)
        save = button("Save map as PDF…", "", self)
        out = button("Print map…", "", self)
        for made, asked in (
            (back, self.list_wanted), (save, self.save_wanted), (out, self.print_wanted),
        ):  # fmt: skip
            made.clicked.connect(asked)
        for made in (save, out):
            made.setEnabled(can_save)
        self.add_foot(back, None, save, out)

    def saved(self, saved: Saved) -> None:
        """The map is saved."""
        self.notice.show_words("done", f"Saved as {saved.name}.", saved.words)

    def focus_first(self) -> None:
        """Where the case is."""
        self.view.focus_current()
