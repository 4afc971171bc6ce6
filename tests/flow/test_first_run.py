from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from supertoken_desktop.demo.server import DEMO_KEY, DemoRelay
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.ui.welcome.page import WelcomePage
from tests.fakes.keyring_backend import MemoryBackend
from tests.fakes.waiting import until
from tests.flow.person import at_the_window
from tests.ui.chat.room import only


async def test_who_has_no_key_chats_with_the_demo_at_once(home: Path) -> None:
    async with at_the_window(home) as person:
        welcome = only(person.window, WelcomePage)
        assert welcome.isVisible()
        person.click("Start the demo")
        await until(lambda: person.session.page is not None and person.page.isVisible())
        answer = await person.answered("echo:**bold** and plain")
        await until(lambda: "bold and plain" in person.shown_text())
        kept = await person.kept()

    assert answer.verdict is Verdict.COMPLETE
    assert [message.text for message in kept] == ["echo:**bold** and plain", "**bold** and plain"]


async def test_who_has_a_key_enters_it_and_it_goes_to_the_keyring(
    home: Path, ring: MemoryBackend
) -> None:
    async with DemoRelay() as relay, at_the_window(home) as person:
        welcome = only(person.window, WelcomePage)
        fields = {f.accessibleName(): f for f in welcome.findChildren(QLineEdit)}
        assert fields["Address of the relay"].text() == "https://api.supertoken.cc/v1"
        fields["Address of the relay"].clear()
        person.type(f" {relay.root}/v1/ ", on=fields["Address of the relay"])
        person.paste(f" Bearer {DEMO_KEY}\n", on=fields["Key"])
        person.click("Test and continue")
        await until(lambda: person.session.page is not None and person.page.isVisible())
        answer = await person.answered("echo:hello")
        (profile,) = person.program.profiles.profiles
        assert profile.root == relay.root

    assert answer.text == "hello"
    assert DEMO_KEY in ring.entries.values()
    assert DEMO_KEY not in (home / "config" / "settings.json").read_text(encoding="utf-8")
