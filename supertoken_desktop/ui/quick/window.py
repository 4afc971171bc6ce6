"""How the quick prompt comes and goes: at once, with the focus, and away with it."""

import warnings
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.ui.quick.frame import QuickFrame
from supertoken_desktop.ui.quick.placing import (
    STRIP_HEIGHT,
    Place,
    greatest_height,
    place_for,
    raised_top,
    screen_at,
    usual_place,
)
from supertoken_desktop.ui.quick.rules import FocusLoss, hides
from supertoken_desktop.ui.theme.palette import Theme

# A hotkey takes the focus away before it is heard: the prompt that it closed must not open again.
JUST_HIDDEN_S = 0.3
# A key that is held repeats faster than this, and nobody presses one so fast on purpose.
REPEAT_S = 0.15
_FOCUS_PAUSE_MS = 60


class QuickWindow(QuickFrame):
    """Show and hide; never touch any other window.

    `opened` tells before each showing for how many seconds the window was away.
    """

    opened = Signal(float)
    went_away = Signal()

    def __init__(self, theme: Theme, clock: Clock) -> None:
        super().__init__(theme)
        self.is_pinned = False
        self.remembered_place: Sequence[int] = ()
        self._clock = clock
        self._shown_at_s = 0.0
        self._hidden_at_s = float("-inf")
        self._lost_at_s = float("-inf")
        self._toggled_at_s = float("-inf")
        self._had_focus = False
        self._asked_again = False
        self._fit_timer = QTimer(self, singleShot=True, interval=0)
        self._fit_timer.timeout.connect(self.fit)
        self._focus_timer = QTimer(self, singleShot=True, interval=_FOCUS_PAUSE_MS)
        self._focus_timer.timeout.connect(self._heed_focus)
        # The focus may have gone elsewhere meanwhile.
        self.released.connect(self._on_focus_lost)
        self.centre_wanted.connect(self._stand_in_the_middle)
        self.resize(self.minimumWidth(), STRIP_HEIGHT)

    def toggle(self) -> None:
        """Show the window, or put it away; a key that is held does it once."""
        now_s = self._clock.monotonic()
        repeats = now_s - self._toggled_at_s < REPEAT_S
        self._toggled_at_s = now_s
        if repeats:
            return
        if self.isVisible():
            self.put_away()
        elif now_s - self._lost_at_s >= JUST_HIDDEN_S:
            self.come_up()

    def come_up(self) -> None:
        """Show the window above all others, with the focus."""
        if not self.isVisible():
            self.opened.emit(self._clock.monotonic() - self._hidden_at_s)
            self._stand(place_for(self.remembered_place, self._pointers_screen(), _screens()))
            self.fit()
        self.show()
        self.raise_()
        self.activateWindow()
        self._focus_timer.start()

    def get_ready(self) -> None:
        """Make everything that the first showing needs, without showing it."""
        self.winId()
        self.ensurePolished()

    def put_away(self) -> None:
        """Hide; what is under way goes on."""
        self.hide()

    def fit_soon(self) -> None:
        """Take another height when the event loop comes round, once for any number of calls."""
        self._fit_timer.start()

    def fit(self) -> None:
        """Be as high as what is inside."""
        screen = self._own_screen()
        most = greatest_height(screen, self.y(), knows_top=self.knows_place)
        height = self.wanted_height(most)
        if height == self.height():
            return
        self.setFixedHeight(height)
        top = raised_top(screen, self.y(), height)
        if self.knows_place and top != self.y():
            self.move(self.x(), top)

    def wanted_height(self, most: int) -> int:
        """Return the height that the content wants, at most `most` as far as that is possible."""
        return min(most, STRIP_HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        """Note when it came up."""
        self._shown_at_s = self._clock.monotonic()
        self._had_focus = self.isActiveWindow()
        self._asked_again = False
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Note when it went away."""
        super().hideEvent(event)
        self.forget_hand()
        self._hidden_at_s = self._clock.monotonic()
        self.went_away.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_soon()

    def event(self, event: QEvent) -> bool:
        """Fit the height to what is inside."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit_soon()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Go away with the focus."""
        super().changeEvent(event)
        if event.type() != QEvent.Type.ActivationChange or not self.isVisible():
            return
        if self.isActiveWindow():
            self._had_focus = True
            self.let_go()
        else:
            # Whoever has the focus now is known when the loop comes round.
            QTimer.singleShot(0, self, self._on_focus_lost)

    def _on_focus_lost(self) -> None:
        if self.isActiveWindow() or not self.isVisible():
            return
        loss = FocusLoss(
            shown_for_s=self._clock.monotonic() - self._shown_at_s,
            had_focus=self._had_focus,
            owns_focus=self._owns_focus(),
            is_pinned=self.is_pinned,
        )
        if hides(loss):
            self._lost_at_s = self._clock.monotonic()
            self.put_away()
        elif not loss.owns_focus and not loss.is_pinned and not self._asked_again:
            self._asked_again = True
            self.activateWindow()

    def _heed_focus(self) -> None:
        """Take the focus that Qt has kept for the window while it was hidden for a moment.

        Qt hears late that a hidden window has lost it, and then tells nobody that it is back.
        """
        has_keys = QGuiApplication.focusWindow() is self.windowHandle()
        if self.isVisible() and has_keys and not self.isActiveWindow():
            with warnings.catch_warnings():
                # Meant for tests, but there is no other way to tell Qt's widgets.
                warnings.simplefilter("ignore", DeprecationWarning)
                QApplication.setActiveWindow(self)

    def _owns_focus(self) -> bool:
        """Tell whether a menu, picker or dialog of this window has the focus."""
        if self.is_held or QApplication.activePopupWidget() is not None:
            return True
        if any(dialog.isVisible() for dialog in self.findChildren(QDialog)):
            return True
        active: QWidget | None = QApplication.activeWindow()
        while active is not None and active is not self:
            active = active.parentWidget()
        return active is self

    def _stand(self, place: Place) -> None:
        self.forget_hand()
        self.resize(place.width, self.height())
        if self.knows_place:
            self.move(place.left, place.top)

    def _stand_in_the_middle(self) -> None:
        self._stand(usual_place(self._own_screen(), self.width()))

    def _own_screen(self) -> QRect:
        """Return the screen that it stands on, as soon as it has been put there."""
        if self.knows_place:
            return screen_at(self.pos(), _screens())
        return self.screen().availableGeometry()

    def _pointers_screen(self) -> QRect:
        return screen_at(QCursor.pos(), _screens())


def _screens() -> list[QRect]:
    return [screen.availableGeometry() for screen in QGuiApplication.screens()]
