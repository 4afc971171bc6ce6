"""The transcript in a window of its own, for measurements without a relay."""

from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import UTC, datetime

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from supertoken_desktop.domain.ids import ConversationId, MessageId, new_message_id
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.figures.diagram import DiagramProcess
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.chat.message_actions import MessageFooter
from supertoken_desktop.ui.collector import Collector
from supertoken_desktop.ui.remote_pictures import RemotePictures
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.entry import Entry, Footer
from supertoken_desktop.ui.transcript.view import TranscriptView

CONVERSATION = ConversationId("bench")


def application() -> QApplication:
    """Return the one application."""
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication(["bench"])


def transcript(
    settings: Settings | None = None,
    pool: Executor | None = None,
    remote_pictures: RemotePictures | None = None,
    diagrams: DiagramProcess | None = None,
) -> TranscriptView:
    """Return a shown transcript with real footers, in the light look unless settings say more."""
    theme = Theme()
    theme.apply(settings or Settings(theme="light"))

    def footer(parent: QWidget) -> Footer:
        return MessageFooter(theme, lambda _message_id: False, set(), parent)

    view = TranscriptView(
        theme,
        footer,
        pool or ThreadPoolExecutor(2),
        remote_pictures=remote_pictures,
        diagrams=diagrams,
    )
    view.resize(900, 700)
    view.show()
    # As the program does before the first conversation, and while answers stream.
    view.stage.get_ready()
    Collector(lambda: True, view).begin()
    return view


def idle(milliseconds: int) -> None:
    """Let the event loop run for a while, as it does between two frames or keys."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def message(role: Role, text: str, *, is_running: bool = False) -> Message:
    """Return a message of the one conversation."""
    ended = None if is_running or role is Role.USER else Verdict.COMPLETE
    return Message(
        id=MessageId(new_message_id()),
        conversation_id=CONVERSATION,
        parent_id=None,
        role=role,
        parts=(TextPart(text),) if text else (),
        created_at=datetime.now(UTC),
        model_id="bench",
        verdict=ended,
    )


def entry(shown: Message) -> Entry:
    """Return a message as the transcript takes it."""
    return Entry(shown, 1, 1, "bench", shown.is_running)
