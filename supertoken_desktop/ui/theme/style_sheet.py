"""The program's style sheet, made of a look's colours and the metrics.

Widgets choose a variant by the dynamic property `role`: buttons "primary", "quiet", "danger" or
"link"; labels "title", "heading", "muted", "error", "success"; frames "card", "banner", "toast",
"surface"; lists "field" (a list to be edited) and "pages" (names of pages to turn to).
"""

from collections.abc import Mapping
from string import Template

from supertoken_desktop.ui.theme import metrics

# So much greater than other text are the names of windows and pages, and those of their parts.
TITLE_OVER_PT = 13
HEADING_OVER_PT = 4

_SHEET = Template("""
QMainWindow, QDialog { background: $window; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px 8px; }

QWidget[role="surface"] { background: $surface; }
QFrame[role="card"] { background: $raised; border: 1px solid $border; border-radius: ${radius}px; }
QFrame[role="banner"] { background: $warning_background; border: 0;
    border-bottom: 1px solid $border; }
QFrame[role="banner"] QLabel { color: $warning; }
QFrame[role="banner"][isCalm="true"] { background: $raised; }
QFrame[role="banner"][isCalm="true"] QLabel { color: $text; }
QFrame[role="toast"] { background: $raised; border: 1px solid $border;
    border-radius: ${radius}px; }
QFrame[role="toast"][isError="true"] { background: $error_background; border-color: $error; }
QFrame[role="list"] { background: $window; border: 0; }
QFrame[role="list"][isOverlay="true"] { border-right: 1px solid $border; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title_pt}pt; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading_pt}pt; font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="error"] { color: $error; }
QLabel[role="success"] { color: $success; }

QPushButton { background: $raised; color: $text; border: 1px solid $border;
    border-radius: ${small}px; padding: 0 ${space_3}px; min-height: ${button_inner}px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $pressed; }
QPushButton:focus { border: 2px solid $focus; padding: 0 ${space_3_focus}px;
    min-height: ${button_focus}px; }
QPushButton:disabled { color: $faded; background: $window; }
QPushButton[role="primary"], QPushButton:default { background: $accent; color: $accent_text;
    border-color: $accent; font-weight: 600; }
QPushButton[role="primary"]:hover, QPushButton:default:hover { background: $accent_hover; }
QPushButton[role="primary"]:focus, QPushButton:default:focus { border-color: $text; }
QPushButton[role="primary"]:disabled, QPushButton:default:disabled { background: $hover;
    color: $faded; border-color: $hover; }
QPushButton[role="danger"] { color: $error; }
QPushButton[role="quiet"] { background: transparent; border-color: transparent; }
QPushButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="quiet"]:focus { border-color: $focus; }
QPushButton[role="link"] { background: transparent; border-color: transparent; color: $link; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border-color: $focus; }

QToolButton { background: transparent; color: $text; border: 2px solid transparent;
    border-radius: ${small}px; padding: ${icon_padding}px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $pressed; }
QToolButton:focus { border-color: $focus; }
QToolButton:disabled { color: $faded; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="primary"] { background: $accent; color: $accent_text; }
QToolButton[role="primary"]:hover { background: $accent_hover; }
QToolButton[role="primary"]:focus { border-color: $text; }
QToolButton[role="primary"]:disabled { background: $hover; color: $faded; }

QLineEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox, QComboBox { background: $raised;
    color: $text; border: 1px solid $border; border-radius: ${small}px; padding: 1px 9px;
    selection-background-color: $selection; selection-color: $selection_text; }
QLineEdit, QPlainTextEdit { placeholder-text-color: $muted; }
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox { min-height: ${field_inner}px; }
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {
    border: 2px solid $focus; padding: 0 8px; }
QComboBox { padding: 1px 11px; }
QComboBox:focus { padding: 0 10px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QComboBox:disabled {
    color: $faded; background: $window; }
QPlainTextEdit { padding: 5px 7px; }
QPlainTextEdit:focus { padding: 4px 6px; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: url("$icons/combo-arrow.svg"); width: 14px; height: 14px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-position: top right; border: 0;
    width: 22px; height: 15px; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-position: bottom right; border: 0;
    width: 22px; height: 15px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url("$icons/spin-up.svg");
    width: 12px; height: 12px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url("$icons/spin-down.svg");
    width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $border; outline: 0;
    selection-background-color: $selection; selection-color: $selection_text; }

QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator { width: 16px; height: 16px; background: $raised;
    border: 1px solid $muted; border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { background: $hover; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent;
    image: url("$icons/check-mark$on_accent.svg"); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent;
    image: url("$icons/radio-mark$on_accent.svg"); }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $focus;
    width: 14px; height: 14px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $window;
    border-color: $border; }
QCheckBox:disabled, QRadioButton:disabled { color: $faded; }

QMenu { background: $raised; color: $text; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $faded; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenuBar { background: $window; color: $text; border-bottom: 1px solid $border; }
QMenuBar::item { padding: 5px 10px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }

QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget[role="page"] { background: $surface; }
QListView { background: $window; border: 0; outline: 0; }
QListView[role="field"] { background: $raised; border: 1px solid $border;
    border-radius: ${small}px; padding: 4px; }
QListView[role="field"]:focus { border-color: $focus; }
QListView[role="field"]::item, QListView[role="pages"]::item { padding: 7px 10px; margin: 1px 0;
    border: 1px solid transparent; border-radius: ${small}px; color: $text; }
QListView[role="field"]::item:hover, QListView[role="pages"]::item:hover { background: $hover; }
QListView[role="field"]::item:selected, QListView[role="pages"]::item:selected {
    background: $selection; color: $selection_text; }
QListView[role="pages"] { padding: 8px; border-right: 1px solid $border; }
QListView[role="field"]::item:selected:focus, QListView[role="pages"]::item:selected:focus {
    border-color: $focus; }
QTableView { background: $raised; border: 1px solid $border; border-radius: ${small}px;
    outline: 0; padding: 2px; }
QTableView:focus { border-color: $focus; }
QTextBrowser[role="guide"] { border: 2px solid transparent; }
QTextBrowser[role="guide"]:focus { border-color: $focus; }
QTableView::item { padding: 0 8px; border: 0; color: $text; }
QTableView::item:selected { background: $selection; color: $selection_text; }
QTableView::indicator { width: 16px; height: 16px; background: $raised; border: 1px solid $muted;
    border-radius: 4px; }
QTableView::indicator:checked { background: $accent; border-color: $accent;
    image: url("$icons/check-mark$on_accent.svg"); }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: $raised; color: $muted; border: 0;
    border-bottom: 1px solid $border; padding: 6px 8px 6px 10px; }
QSplitter::handle { background: $border; }
QSplitter::handle:hover { background: $focus; }

QScrollBar:vertical { background: transparent; width: ${scroll_bar}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${scroll_bar}px; margin: 0; }
QScrollBar::handle { background: $scroll; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $hover; border: 0; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QTabBar { background: transparent; }
QGroupBox { border: 0; margin-top: 24px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; }
""")


def style_sheet(colours: Mapping[str, str], icons: str, body_pt: float, line: int) -> str:
    """Return the style sheet for colours, `#rrggbb` by their names in `Colours`.

    `icons` is the folder of the icons, with forward slashes; `body_pt` the size of all other text,
    over which titles and headings stand, `line` the height of a line of it in pixels.
    """
    button = max(metrics.BUTTON_HEIGHT - 2, line + metrics.SPACE_2)
    return _SHEET.substitute(
        colours,
        **mixed(colours),
        on_accent="" if _is_light(colours["accent_text"]) else "-dark",
        radius=metrics.RADIUS,
        small=metrics.RADIUS_SMALL,
        space_3=metrics.SPACE_3,
        space_3_focus=metrics.SPACE_3 - 1,
        button_inner=button,
        button_focus=button - 2,
        field_inner=max(metrics.FIELD_HEIGHT - 4, line),
        icon_padding=metrics.SPACE_1,
        scroll_bar=metrics.SCROLL_BAR,
        title_pt=round(body_pt + TITLE_OVER_PT),
        heading_pt=round(body_pt + HEADING_OVER_PT),
        icons=icons,
    )


def mixed(colours: Mapping[str, str]) -> dict[str, str]:
    """Return the colours that are made of others of the look: `#rrggbb` by name."""
    return {
        "faded": _mix(colours["muted"], colours["window"]),
        "scroll": _mix(colours["border"], _mix(colours["border"], colours["muted"])),
        "accent_hover": _mix(colours["accent"], _mix(colours["accent"], "#000000")),
    }


def _is_light(colour: str) -> bool:
    """Tell whether a colour is nearer to white than to black."""
    return sum(bytes.fromhex(colour[1:])) > 3 * 127


def _mix(one: str, other: str) -> str:
    """Return the colour half way between two, all as `#rrggbb`."""
    pairs = (
        (int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in range(1, len(one), 2)
    )
    return "#" + "".join(f"{(a + b) // 2:02x}" for a, b in pairs)
