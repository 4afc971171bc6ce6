"""The process that draws diagrams: it takes sources and looks, and gives flat SVG or a reason.

It is started by `multiprocessing` with the method "spawn", which works from a checkout, a wheel and
a frozen program alike; a frozen one has to call `freeze_support` first thing.
"""

import json
import signal
import sys
import threading
from multiprocessing.connection import Connection

from supertoken_desktop.figures.diagram import Answer, DiagramFault, DiagramLook
from supertoken_desktop.figures.flat import TooLarge, flatten
from supertoken_desktop.figures.mermaid import (
    STACK_BYTES,
    Mermaid,
    NotDrawn,
)

# Without anything to draw for so long, the process ends and gives its memory back.
IDLE_S = 90.0
MOST_DRAWING_S = 120
# What Mermaid says of too many lines between boxes.
_LIMIT = "Edge limit exceeded"


def serve(connection: "Connection[bytes, tuple[str, DiagramLook]]") -> None:
    """Draw what comes until nothing does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Layout walks long chains of boxes one into the other: JavaScript needs a deep stack.
    threading.stack_size(STACK_BYTES)
    thread = threading.Thread(target=_serve, args=(connection,))
    thread.start()
    thread.join()


def _serve(connection: "Connection[bytes, tuple[str, DiagramLook]]") -> None:
    mermaid = Mermaid()
    try:
        while connection.poll(IDLE_S):
            source, look = connection.recv()
            _end_after(MOST_DRAWING_S)
            connection.send_bytes(json.dumps(_drawn(mermaid, source, look)).encode())
            mermaid.prepare()
            _end_after(0)
    except (EOFError, OSError):
        # The window is gone.
        return


def _end_after(seconds: int) -> None:
    """Have the system end this process then, 0 takes that back: JavaScript lets nothing else run.

    Who asked ends it much earlier, but may have crashed meanwhile.
    """
    if sys.platform != "win32":
        signal.alarm(seconds)


def _drawn(mermaid: Mermaid, source: str, look: DiagramLook) -> Answer:
    try:
        flat = flatten(mermaid.draw(source, look), look)
    except NotDrawn as error:
        words = str(error)
        fault = DiagramFault.TOO_LARGE if _LIMIT in words else DiagramFault.NOT_UNDERSTOOD
        return {"fault": fault.value, "words": words}
    except TooLarge:
        return {"fault": DiagramFault.TOO_LARGE.value, "words": ""}
    return {"svg": flat.svg, "width": flat.width, "height": flat.height}
