from dataclasses import replace

from supertoken_desktop.figures.diagram import DiagramLook

LIGHT = DiagramLook(
    is_dark=False,
    ground="#ffffff",
    text="#1b1e25",
    muted="#5a6270",
    line="#5a6270",
    fill="#eef1fc",
    border="#9fb0ea",
    group="#f6f7f9",
    note="#fff4dc",
    note_border="#e2c27a",
    series=("#8ea2ee", "#f0b56a", "#79c7a0", "#e79a9a"),
)
DARK = replace(LIGHT, is_dark=True, ground="#1e2025", text="#e6e8ec", fill="#2a2f45")
