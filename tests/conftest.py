"""Shared hooks: an `async def` test runs on a loop that must end with no task or error left."""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

DEFAULT_LIMIT_S = 20.0

# Shared machines are slow at random; a deadline on one example would only measure the neighbours.
settings.register_profile("house", deadline=None, max_examples=60)
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _own_configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep Qt's own notes, such as the folder visited last, apart from the developer's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("configuration")))
        yield


@pytest.fixture(autouse=True)
def _garbage_of_windows(request: pytest.FixtureRequest) -> Iterator[None]:
    """Collect garbage in this thread alone where there are widgets, as the program does.

    Windows that a test is done with go with it: otherwise they would wait for the next loop, and
    follow each change of language and look until then.
    """
    if "qapp" not in request.fixturenames and not _has_window(request.path):
        yield
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect(1)
    gc.enable()


@pytest.fixture(scope="session")
def settings_of_qt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where Qt's own dialogs keep what they were used for; the developer's are left alone.

    A file dialog looks into all the folders that were ever shown, and may never come back.
    """
    from PySide6.QtCore import QSettings

    folder = tmp_path_factory.mktemp("qt")
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(folder))
    return folder


@pytest.fixture(autouse=True)
def _look_of_the_system(request: pytest.FixtureRequest) -> Iterator[None]:
    """Give the application back as a test found it: a theme takes its font for the system's."""
    if not _has_window(request.path):
        yield
        return
    from supertoken_desktop.i18n import current_language

    request.getfixturevalue("settings_of_qt")
    app = request.getfixturevalue("qapp")
    font, flash_ms, style = app.font(), app.cursorFlashTime(), app.styleSheet()
    words = (current_language(), app.layoutDirection())
    yield
    if app.styleSheet() != style:
        app.setStyleSheet(style)
    if app.font() != font:
        app.setFont(font)
    app.setCursorFlashTime(flash_ms)
    assert (current_language(), app.layoutDirection()) == words


@pytest.fixture(autouse=True)
def _released_mouse(request: pytest.FixtureRequest) -> Iterator[None]:
    """See that a test of widgets lets go of the mouse: Qt would take it into the next one."""
    yield
    if "qapp" in request.fixturenames or _has_window(request.path):
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QGuiApplication

        assert QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if not asyncio.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    marker = pyfuncitem.get_closest_marker("timeout_s")
    limit_s = float(marker.args[0]) if marker else DEFAULT_LIMIT_S
    loop = _loop_for(pyfuncitem)
    errors: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _loop, context: errors.append(context))
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(_run(lambda: pyfuncitem.obj(**arguments), limit_s))
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()
        asyncio.set_event_loop(None)
    if errors:
        pytest.fail(f"unhandled in the event loop: {errors!r}")
    return True


def _loop_for(item: pytest.Function) -> asyncio.AbstractEventLoop:
    """Give tests of windows the program's own loop, all others the plain one."""
    if not _has_window(item.path):
        return asyncio.new_event_loop()
    import qasync

    app = item._request.getfixturevalue("qapp")
    app.setQuitOnLastWindowClosed(False)
    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(app)
    return loop


def _has_window(path: Path) -> bool:
    return "ui" in path.parts or "flow" in path.parts


async def _run(body: Callable[[], Awaitable[None]], limit_s: float) -> None:
    async with asyncio.timeout(limit_s):
        await body()
    left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    if left:
        pytest.fail(f"tasks left running: {left!r}")
