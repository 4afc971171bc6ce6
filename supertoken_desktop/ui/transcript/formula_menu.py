"""What the context menu offers for the formula under the mouse."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QMenu

from supertoken_desktop.figures.formula import Formula, coloured
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.clipboard import copy_image
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.transcript.copying import Copied
from supertoken_desktop.ui.transcript.offered_file import OfferedFile
from supertoken_desktop.ui.transcript.rows.formula import FormulaView
from supertoken_desktop.ui.transcript.rows.table import TableView
from supertoken_desktop.ui.transcript.rows.text import TextView

if TYPE_CHECKING:
    from supertoken_desktop.ui.transcript.stage import AtPoint
    from supertoken_desktop.ui.transcript.view import TranscriptView

# Pictures go into documents, which are printed on white: black, and 48 pixels an em for print.
_PICTURE_EM = 48
_INK = QColor("black")
_PAPER = QColor("white")


def add_formula_actions(
    menu: QMenu, view: "TranscriptView", there: "AtPoint", point: QPoint
) -> None:
    """Add what can be done with the formula at a point of the viewport, if there is one."""
    row = there.view
    if not isinstance(row, TextView | TableView | FormulaView):
        return
    latex = row.formula_at(row.mapFrom(view.viewport(), point))
    if not latex:
        return
    is_display = isinstance(row, FormulaView)
    outcome = view.formulas.outcome(latex, is_display=is_display)
    menu.addSeparator()
    menu.addAction(icon("copy"), _("Copy LaTeX"), partial(view.copier.copy_text, latex))
    if isinstance(outcome, Formula):
        mathml = outcome.mathml
        copied = Copied(latex, mathml, mathml)
        menu.addAction(_("Copy MathML"), partial(view.copier.copy, copied))
        menu.addAction(_("Copy formula as picture"), partial(_copy_picture, view, outcome))
        menu.addAction(icon("save"), _("Save formula as SVG…"), partial(_save, view, outcome))
    menu.addSeparator()


def formula_picture(view: "TranscriptView", formula: Formula) -> QImage:
    """Return a formula in black on white, large enough for print."""
    width, height = formula.width_em * _PICTURE_EM, formula.height_em * _PICTURE_EM
    image = QImage(max(1, round(width)), max(1, round(height)), QImage.Format.Format_RGB32)
    image.fill(_PAPER)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.formulas.renderer(formula, _INK).render(painter)
    painter.end()
    return image


def _copy_picture(view: "TranscriptView", formula: Formula) -> None:
    copy_image(formula_picture(view, formula))


def _save(view: "TranscriptView", formula: Formula) -> None:
    svg = coloured(formula, _INK.name()).encode()
    view.file_offered.emit(OfferedFile(_("formula") + ".svg", svg))
