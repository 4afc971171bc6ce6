"""What the menu under the right button offers for a picture."""

from functools import partial

from PySide6.QtWidgets import QMenu

from supertoken_desktop.domain.links import is_openable
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.transcript.links import picture_of
from supertoken_desktop.ui.transcript.pictures import Pictures
from supertoken_desktop.ui.transcript.rows.picture import PictureView
from supertoken_desktop.ui.transcript.stage import AtPoint


def add_picture_actions(menu: QMenu, there: AtPoint, pictures: Pictures) -> bool:
    """Add what can be done with the picture that is there; tell whether there was one."""
    view = there.view
    picture = None
    if isinstance(view, PictureView):
        picture = view.picture_at(there.point)
    elif view is not None:
        picture = picture_of(view.row, there.link)
    if picture is None:
        return False
    is_shown = pictures.is_shown(picture)
    menu.addSeparator()
    menu.addAction(icon("picture"), _("Open picture"), partial(pictures.open, picture))
    copy = menu.addAction(icon("copy"), _("Copy picture"), partial(pictures.copy, picture))
    save = menu.addAction(icon("save"), _("Save picture…"), partial(pictures.save, picture))
    copy.setEnabled(is_shown)
    save.setEnabled(is_shown)
    if is_openable(picture.target):
        act = partial(pictures.copy_address, picture)
        menu.addAction(icon("link"), _("Copy picture address"), act)
    return True
