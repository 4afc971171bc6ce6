"""The drawings of diagrams: made in the background, the newest of them remembered."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from typing import ParamSpec, TypeAlias, TypeVar

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from supertoken_desktop.figures.diagram import (
    Diagram,
    DiagramFailed,
    DiagramLook,
    DiagramProcess,
)
from supertoken_desktop.ui.remembered import Remembered
from supertoken_desktop.ui.transcript.background import Background

DRAWINGS_BYTES = 8_000_000
IMAGES_BYTES = 48_000_000
LARGEST_IMAGE_SIDE = 8_000

Drawn: TypeAlias = Diagram | DiagramFailed
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class Drawings:
    """Give the drawings of diagrams and their pixels, at once or later.

    `became_known` is called when something that was asked for is there.
    """

    def __init__(
        self,
        executor: Executor,
        became_known: Callable[[], None],
        process: DiagramProcess | None = None,
    ) -> None:
        self._process = process or DiagramProcess()
        self._owns_process = process is None
        self._became_known = became_known
        self._drawing = Background(_OneThread())
        self._painting = Background(executor)
        self._drawn: Remembered[tuple[str, DiagramLook], Drawn] = Remembered(DRAWINGS_BYTES)
        self._images: Remembered[tuple[str, int], QImage] = Remembered(IMAGES_BYTES)
        self._awaited: set[object] = set()

    def drawing(self, source: str, look: DiagramLook) -> Drawn | None:
        """Return what became of a source, None until it is known."""
        key = (source, look)
        found = self._drawn.get(key)
        if found is None and key not in self._awaited:
            self._awaited.add(key)
            work = partial(_draw, self._process, source, look)
            self._drawing.run(work, partial(self._on_drawn, key))
        return found

    def image(self, diagram: Diagram, dots: int) -> QImage | None:
        """Return a diagram `dots` wide, None until it is painted."""
        key = (diagram.svg, dots)
        found = self._images.get(key)
        if found is None and key not in self._awaited:
            self._awaited.add(key)
            work = partial(painted, diagram, dots)
            self._painting.run(work, partial(self._on_painted, key))
        return found

    def close(self) -> None:
        """End the drawing of what nobody will see."""
        self._drawing.close()
        self._painting.close()
        if self._owns_process:
            self._process.close()

    def _on_drawn(self, key: tuple[str, DiagramLook], drawn: Drawn) -> None:
        self._awaited.discard(key)
        size = len(key[0]) + (len(drawn.svg) if isinstance(drawn, Diagram) else 0)
        self._drawn.put(key, drawn, size)
        self._became_known()

    def _on_painted(self, key: tuple[str, int], image: QImage) -> None:
        self._awaited.discard(key)
        self._images.put(key, image, image.sizeInBytes())
        self._became_known()


def painted(diagram: Diagram, dots: int, ground: QColor | None = None) -> QImage:
    """Return a diagram's pixels, `dots` wide; may be called in any thread."""
    # Not needed at start.
    from PySide6.QtSvg import QSvgRenderer

    dots = max(1, min(dots, LARGEST_IMAGE_SIDE))
    lines = max(1, min(LARGEST_IMAGE_SIDE, round(dots * diagram.height / diagram.width)))
    image = QImage(dots, lines, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(ground or QColor(0, 0, 0, 0))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    QSvgRenderer(QByteArray(diagram.svg.encode())).render(painter, QRectF(image.rect()))
    painter.end()
    return image


def _draw(process: DiagramProcess, source: str, look: DiagramLook) -> Drawn:
    try:
        return process.draw(source, look)
    except DiagramFailed as failure:
        return failure


class _OneThread(Executor):
    """One thread that the end of the program doesn't wait for: a drawing may take long."""

    def __init__(self) -> None:
        # What was asked for last is on screen now.
        self._jobs: queue.LifoQueue[Callable[[], None]] = queue.LifoQueue()
        self._thread: threading.Thread | None = None

    def submit(
        self,
        fn: Callable[Parameters, Result],
        /,
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Future[Result]:
        future: Future[Result] = Future()

        def job() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            finally:
                # What went wrong is told by the thread that ends of it.
                if not future.done():
                    future.set_exception(RuntimeError("a drawing failed unexpectedly"))

        self._jobs.put(job)
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="diagrams", daemon=True)
            self._thread.start()
        return future

    def _run(self) -> None:
        while True:
            self._jobs.get()()
