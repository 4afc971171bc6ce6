"""Try an offered provider out, with a real request, when the user asks for it and never before."""

from PySide6.QtCore import QObject

from supertoken_desktop.domain.errors import ErrorRecord, SuperTokenError
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.summons.offers import CheckedOffer
from supertoken_desktop.ui.summons.provider_question import ProviderQuestion
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.welcome.key_form import failure_words, success_words


class Trial(QObject):
    """Test what a question is about; a test ends with its question."""

    def __init__(
        self, question: ProviderQuestion, checked: CheckedOffer, profiles: Profiles, tasks: Tasks
    ) -> None:
        super().__init__(question)
        self._question = question
        self._checked = checked
        self._profiles = profiles
        question.test_wanted.connect(lambda: self._begin(tasks))

    def _begin(self, tasks: Tasks) -> None:
        task = tasks.spawn(self._run())
        self._question.finished.connect(lambda _result: task.cancel())

    async def _run(self) -> None:
        self._question.show_testing(is_running=True)
        self._question.show_verdict(_("Testing with a short real request…"), "muted")
        try:
            report = await self._profiles.test(self._checked.profile(), self._checked.offer.key)
        except SuperTokenError as error:
            self._show_error(ErrorRecord.of(error))
        else:
            if report.error is None:
                self._question.show_verdict(success_words(report), "success")
            else:
                self._show_error(report.error)
        self._question.show_testing(is_running=False)

    def _show_error(self, error: ErrorRecord) -> None:
        self._question.show_verdict(failure_words(error), "error")
