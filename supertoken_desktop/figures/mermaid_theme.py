"""Mermaid's theme variables for a look: the names of its colours, by kind of diagram.

Source: https://mermaid.js.org/config/theming.html
"""

from supertoken_desktop.figures.diagram import DiagramLook

FONT_SIZE = 14


def theme_variables(look: DiagramLook) -> dict[str, object]:
    """Return all variables of the theme "base"."""
    return {
        "darkMode": look.is_dark,
        **_boxes(look),
        **_sequence(look),
        **_pie(look),
        **_quadrant(look),
        **_git(look),
        **_gantt(look),
        **_series(look),
        "xyChart": _chart(look),
    }


def _boxes(look: DiagramLook) -> dict[str, str]:
    return {
        "background": look.ground,
        "fontFamily": "sans-serif",
        "fontSize": f"{FONT_SIZE}px",
        "primaryColor": look.fill,
        "primaryTextColor": look.text,
        "primaryBorderColor": look.border,
        "secondaryColor": look.group,
        "secondaryTextColor": look.text,
        "secondaryBorderColor": look.border,
        "tertiaryColor": look.group,
        "tertiaryTextColor": look.text,
        "tertiaryBorderColor": look.border,
        "textColor": look.text,
        "titleColor": look.text,
        "lineColor": look.line,
        "mainBkg": look.fill,
        "nodeBorder": look.border,
        "clusterBkg": look.group,
        "clusterBorder": look.border,
        "edgeLabelBackground": look.ground,
        "attributeBackgroundColorOdd": look.ground,
        "attributeBackgroundColorEven": look.group,
        "rowOdd": look.ground,
        "rowEven": look.group,
    }


def _sequence(look: DiagramLook) -> dict[str, str]:
    return {
        "noteBkgColor": look.note,
        "noteBorderColor": look.note_border,
        "noteTextColor": look.text,
        "actorBkg": look.fill,
        "actorBorder": look.border,
        "actorTextColor": look.text,
        "actorLineColor": look.border,
        "signalColor": look.line,
        "signalTextColor": look.text,
        "labelBoxBkgColor": look.group,
        "labelBoxBorderColor": look.border,
        "labelTextColor": look.text,
        "loopTextColor": look.text,
        "activationBkgColor": look.group,
        "activationBorderColor": look.border,
        "sequenceNumberColor": look.ground,
    }


def _pie(look: DiagramLook) -> dict[str, str]:
    return {
        "pieStrokeColor": look.ground,
        "pieOuterStrokeColor": look.ground,
        "pieOpacity": "1",
        "pieTitleTextSize": "18px",
        "pieSectionTextSize": "14px",
        "pieLegendTextSize": "14px",
        "pieTitleTextColor": look.text,
        "pieLegendTextColor": look.text,
    }


def _quadrant(look: DiagramLook) -> dict[str, str]:
    return {
        "quadrant1Fill": look.fill,
        "quadrant2Fill": look.group,
        "quadrant3Fill": look.ground,
        "quadrant4Fill": look.group,
        "quadrantPointFill": look.series[0],
        "quadrantTitleFill": look.text,
        "quadrantPointTextFill": look.text,
    }


def _git(look: DiagramLook) -> dict[str, str]:
    return {
        "tagLabelColor": look.text,
        "tagLabelBackground": look.group,
        "tagLabelBorder": look.border,
        "commitLabelColor": look.text,
        "commitLabelBackground": look.ground,
    }


def _series(look: DiagramLook) -> dict[str, str]:
    found = {}
    for number in range(12):
        colour = look.series[number % len(look.series)]
        found[f"pie{number + 1}"] = colour
        found[f"cScale{number}"] = colour
        found[f"cScaleLabel{number}"] = look.text
        found[f"gitBranchLabel{number % 8}"] = look.text
        found[f"git{number % 8}"] = colour
        found[f"fillType{number % 8}"] = colour
    return found


def _gantt(look: DiagramLook) -> dict[str, str]:
    return {
        "sectionBkgColor": look.group,
        "altSectionBkgColor": look.ground,
        "sectionBkgColor2": look.group,
        "taskBkgColor": look.fill,
        "taskBorderColor": look.border,
        "taskTextColor": look.text,
        "taskTextLightColor": look.text,
        "taskTextDarkColor": look.text,
        "taskTextOutsideColor": look.text,
        "taskTextClickableColor": look.text,
        "activeTaskBkgColor": look.series[0],
        "activeTaskBorderColor": look.border,
        "doneTaskBkgColor": look.group,
        "doneTaskBorderColor": look.muted,
        "critBkgColor": look.series[3],
        "critBorderColor": look.series[3],
        "gridColor": look.border,
        "todayLineColor": look.series[3],
        "excludeBkgColor": look.group,
        "vertLineColor": look.line,
    }


def _chart(look: DiagramLook) -> dict[str, str]:
    lines = ("xAxisTickColor", "xAxisLineColor", "yAxisTickColor", "yAxisLineColor")
    texts = ("titleColor", "xAxisLabelColor", "xAxisTitleColor", "yAxisLabelColor")
    return {
        "backgroundColor": look.ground,
        "plotColorPalette": ",".join(look.series),
        **dict.fromkeys(lines, look.line),
        **dict.fromkeys((*texts, "yAxisTitleColor", "dataLabelColor"), look.text),
    }
