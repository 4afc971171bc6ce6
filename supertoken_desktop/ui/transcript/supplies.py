"""What rows are made of beside their text: colours, formulas, pictures, diagrams, choices."""

from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from supertoken_desktop.figures.diagram import DiagramProcess
from supertoken_desktop.ui.remote_pictures import RemotePictures
from supertoken_desktop.ui.transcript.area import RowArea
from supertoken_desktop.ui.transcript.background import Background
from supertoken_desktop.ui.transcript.code_blocks import CodeBlocks
from supertoken_desktop.ui.transcript.code_choices import CodeChoices
from supertoken_desktop.ui.transcript.colouring import CodeColours
from supertoken_desktop.ui.transcript.drawing import Drawings
from supertoken_desktop.ui.transcript.entry import Footer
from supertoken_desktop.ui.transcript.formulas import Formulas
from supertoken_desktop.ui.transcript.gallery import Gallery
from supertoken_desktop.ui.transcript.pool import Pool, RowView, Sources
from supertoken_desktop.ui.transcript.rows.code import CodeView
from supertoken_desktop.ui.transcript.rows.diagram import DiagramView
from supertoken_desktop.ui.transcript.rows.picture import PictureView
from supertoken_desktop.ui.transcript.rows.simple import FootView, ThoughtView
from supertoken_desktop.ui.transcript.rows.text import TextView


class Supplies(QObject):
    """Work out in the background what rows need, and bring it to those on screen.

    What row widgets tell comes out here, whichever widget it was. `serve` says which area they
    belong to; it comes before anything is shown.
    """

    link_chosen = Signal(str, object)  # the link, and the RowView it is in
    copied = Signal(str)
    file_offered = Signal(object)  # an OfferedFile
    enlarge_wanted = Signal(object)  # what a Viewer shows
    thought_clicked = Signal(object)  # the ThoughtView

    def __init__(
        self,
        executor: Executor,
        remote_pictures: RemotePictures | None,
        diagrams: DiagramProcess | None,
    ) -> None:
        super().__init__()
        self.background = Background(executor)
        self.code_choices = CodeChoices(self)
        self.formulas = Formulas(self.background, self._on_formulas_known)
        self.gallery = Gallery(self.background, remote_pictures)
        self._colours = CodeColours(self.background, self._on_colours_known)
        self._drawings = Drawings(executor, self._on_diagrams_changed, diagrams)
        self._area: RowArea | None = None
        self._code_blocks: CodeBlocks | None = None

    def make_pool(self, make_footer: Callable[[QWidget], Footer]) -> Pool:
        """Return a pool of row widgets that are supplied from here."""
        sources = Sources(
            self._colours, self.code_choices, self.formulas, self.gallery, self._drawings
        )
        return Pool(sources, make_footer, self._prepare)

    def serve(self, area: RowArea) -> None:
        """Bring what becomes known to the rows of this area, which owns this from now on."""
        self.setParent(area)
        self.gallery.setParent(area)
        self._area = area
        self._code_blocks = CodeBlocks(self.code_choices, area)
        self.gallery.changed.connect(area.stage.refresh_pictures)
        area.destroyed.connect(self.background.close)
        area.destroyed.connect(self._drawings.close)

    def _prepare(self, view: RowView) -> None:
        """Listen to a new row widget."""
        assert self._area is not None
        assert self._code_blocks is not None
        match view:
            case TextView():
                view.link_chosen.connect(partial(self._tell_link, view))
            case PictureView():
                view.link_chosen.connect(partial(self._tell_link, view))
                view.height_wanted.connect(partial(self._measure_again, view))
            case CodeView():
                view.copied.connect(self.copied)
                view.file_offered.connect(self.file_offered)
                view.height_changed.connect(self._code_blocks.measure_again)
            case DiagramView():
                view.copied.connect(self.copied)
                view.height_changed.connect(self._on_diagrams_changed)
                view.enlarge_wanted.connect(self.enlarge_wanted)
            case ThoughtView():
                view.clicked.connect(partial(self._tell_thought, view))
            case FootView():
                view.height_wanted.connect(self._on_foot_height_wanted)
            case _:
                pass

    def _tell_link(self, view: RowView, link: str) -> None:
        self.link_chosen.emit(link, view)

    def _tell_thought(self, view: ThoughtView) -> None:
        self.thought_clicked.emit(view)

    def _measure_again(self, view: RowView) -> None:
        assert self._area is not None
        self._area.stage.measure_again(view)
        self._area.arrange_soon()

    def _on_foot_height_wanted(self) -> None:
        assert self._area is not None
        self._area.stage.measure_foots_again()
        self._area.arrange_soon()

    def _on_colours_known(self) -> None:
        if self._area is not None:
            self._area.stage.recolour_code()

    def _on_formulas_known(self) -> None:
        if self._area is not None and self._area.stage.take_formulas():
            self._area.arrange()

    def _on_diagrams_changed(self) -> None:
        if self._area is not None:
            self._area.stage.refresh_diagrams()
            self._area.arrange_soon()
