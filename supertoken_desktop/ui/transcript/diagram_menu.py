"""What the menu of a diagram offers."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from supertoken_desktop.figures.diagram import Diagram
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.transcript.diagram_files import copy_picture


def diagram_menu(
    parent: QWidget,
    diagram: Diagram,
    copy_text: Callable[[str], object],
    save: Callable[[Diagram, bool], None],
) -> QMenu:
    """Return a menu for a drawing; `save` hears whether it is to be SVG rather than PNG."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(_("Copy as picture"), partial(copy_picture, diagram))
    menu.addAction(_("Copy as SVG"), partial(copy_text, diagram.svg_on_ground))
    menu.addSeparator()
    menu.addAction(_("Save as SVG…"), partial(save, diagram, True))
    menu.addAction(_("Save as PNG…"), partial(save, diagram, False))
    return menu
