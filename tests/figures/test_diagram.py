import re
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from xml.etree.ElementTree import Element, fromstring

import pytest

from supertoken_desktop.figures.diagram import (
    LONGEST_SOURCE,
    Diagram,
    DiagramFailed,
    DiagramFault,
    DiagramProcess,
)
from tests.figures.liars import lie
from tests.figures.looks import DARK, LIGHT

SOURCES = {
    "flowchart": "flowchart TD\nA[Start] --> B{Ready?}\nB -->|yes| C[(Data)]",
    "sequence": "sequenceDiagram\nautonumber\nA->>B: Hello\nNote over A,B: A remark",
    "class": "classDiagram\nAnimal <|-- Duck\nAnimal : +int age",
    "state": "stateDiagram-v2\n[*] --> Still\nStill --> [*]",
    "er": "erDiagram\nCUSTOMER ||--o{ ORDER : places",
    "gantt": "gantt\ndateFormat YYYY-MM-DD\nsection One\nTask :a, 2024-01-01, 3d",
    "pie": 'pie title Pets\n"Dogs" : 3\n"Cats" : 1',
    "mindmap": "mindmap\n  root((Idea))\n    One\n    Two",
    "timeline": "timeline\ntitle Years\n2002 : One\n2004 : Two",
    "journey": "journey\ntitle Day\nsection Work\nTea: 5: Me",
    "git": "gitGraph\ncommit\nbranch next\ncommit",
    "quadrant": "quadrantChart\nx-axis Low --> High\ny-axis Low --> High\nA: [0.3, 0.6]",
    "xychart": "xychart-beta\nx-axis [a, b]\nbar [1, 2]",
}
PLANTED = "http://planted.example/x"
HOSTILE = {
    "click": f'flowchart TD\nA-->B\nclick A "{PLANTED}" _blank\nclick B href "javascript:alert(1)"',
    "html label": f"flowchart TD\nA[\"<img src='{PLANTED}' onerror='alert(1)'> text\"]-->B",
    "script label": "flowchart TD\nA[\"<script>alert('planted')</script> text\"]-->B",
    "directive": (
        '%%{init: {"securityLevel": "loose", "htmlLabels": true, "flowchart": {"htmlLabels": true},'
        f' "themeCSS": "@import url({PLANTED}); .node rect {{ fill: url({PLANTED}) }}",'
        f' "fontFamily": "url({PLANTED})", "theme": "forest"}}}}%%\nflowchart TD\nA-->B'
    ),
    "front matter": (
        "---\nconfig:\n  securityLevel: loose\n  htmlLabels: true\n"
        f'  themeCSS: "@font-face {{ src: url({PLANTED}) }}"\n---\nflowchart TD\nA-->B'
    ),
    "sequence links": f"sequenceDiagram\nparticipant A\nlink A: Planted @ {PLANTED}\nA->>A: hi",
    "gantt click": (
        f'gantt\ndateFormat YYYY-MM-DD\nsection S\nT :t, 2024-01-01, 3d\nclick t href "{PLANTED}"'
    ),
}
TAGS = {
    *("svg", "g", "defs", "marker", "linearGradient", "radialGradient", "stop", "text"),
    *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
}


@pytest.fixture(scope="module")
def process() -> Iterator[DiagramProcess]:
    process = DiagramProcess(limit_s=60)
    yield process
    process.close()


@pytest.mark.parametrize("kind", sorted(SOURCES))
def test_every_kind_becomes_shapes_and_text_alone(process: DiagramProcess, kind: str) -> None:
    diagram = process.draw(SOURCES[kind], LIGHT)

    elements = list(fromstring(diagram.svg).iter())
    assert {_tag(element) for element in elements} <= TAGS
    assert any(_tag(element) == "text" for element in elements)
    assert diagram.width > 20
    assert diagram.height > 20


@pytest.mark.parametrize("trick", sorted(HOSTILE))
def test_nothing_leads_out_of_a_diagram(process: DiagramProcess, trick: str) -> None:
    diagram = process.draw(HOSTILE[trick], LIGHT)

    for element in fromstring(diagram.svg).iter():
        assert _tag(element) in TAGS
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert "href" not in name
            assert name not in ("style", "class")
            assert "planted" not in value
            assert re.fullmatch(r"url\(#[\w.:-]+\)", value) or "url(" not in value


@pytest.mark.parametrize("style", [f"fill:url({PLANTED})", f"background:url({PLANTED})"])
def test_styles_that_refer_elsewhere_are_refused(process: DiagramProcess, style: str) -> None:
    with pytest.raises(DiagramFailed):
        process.draw(f"flowchart TD\nA-->B\nstyle A {style}", LIGHT)


def test_labels_in_chinese_fit_their_boxes(process: DiagramProcess) -> None:
    label = "检查用户是否已经登录"

    diagram = process.draw(f"flowchart TD\nA[{label}]", LIGHT)

    text = _first(diagram, "text")
    size = float(text.get("font-size", "0"))
    assert "".join(text.itertext()) == label
    assert float(_first(diagram, "rect").get("width", "0")) >= len(label) * size


def test_another_look_gives_another_drawing(process: DiagramProcess) -> None:
    source = SOURCES["flowchart"]

    dark = process.draw(source, DARK)

    assert dark.is_dark
    assert DARK.fill in dark.svg
    assert LIGHT.fill not in dark.svg
    assert dark.svg != process.draw(source, LIGHT).svg


def test_text_on_a_box_of_any_colour_is_legible(process: DiagramProcess) -> None:
    diagram = process.draw("flowchart TD\nA[On yellow]\nstyle A fill:#ffff99", DARK)

    assert _first(diagram, "text").get("fill") == DARK.ground


def test_a_drawing_brings_its_ground_where_it_is_not_known(process: DiagramProcess) -> None:
    diagram = process.draw(SOURCES["pie"], DARK)

    ground = next(e for e in fromstring(diagram.svg_on_ground) if _tag(e) == "rect")

    assert ground.get("fill") == DARK.ground
    assert float(ground.get("width", "0")) == pytest.approx(diagram.width, abs=1)


def test_a_mistake_is_told_with_its_line(process: DiagramProcess) -> None:
    with pytest.raises(DiagramFailed) as failed:
        process.draw("flowchart TD\nA-->B\nB-->[\nC-->D", LIGHT)

    assert failed.value.fault is DiagramFault.NOT_UNDERSTOOD
    assert failed.value.line == 3


def test_a_text_that_is_no_diagram_is_refused(process: DiagramProcess) -> None:
    with pytest.raises(DiagramFailed) as failed:
        process.draw("Dear reader", LIGHT)

    assert failed.value.fault is DiagramFault.NOT_UNDERSTOOD
    assert failed.value.line is None


def test_a_source_that_is_too_long_is_not_tried() -> None:
    process = DiagramProcess()

    with pytest.raises(DiagramFailed) as failed:
        process.draw("flowchart TD\n" + "A-->B\n" * LONGEST_SOURCE, LIGHT)

    assert failed.value.fault is DiagramFault.TOO_LONG


def test_a_drawing_that_takes_too_long_is_ended() -> None:
    endless = "graph LR\n" + "\n".join(f"a{i}-->b{j}" for i in range(20) for j in range(20))
    process = DiagramProcess(limit_s=1.5)
    begun = monotonic()

    with pytest.raises(DiagramFailed) as failed:
        process.draw(endless, LIGHT)

    assert failed.value.fault is DiagramFault.TOO_SLOW
    assert monotonic() - begun < 1.5 + 5
    process.close()


def test_nothing_is_drawn_after_closing() -> None:
    process = DiagramProcess()
    process.close()

    with pytest.raises(DiagramFailed) as failed:
        process.draw(SOURCES["pie"], LIGHT)

    assert failed.value.fault is DiagramFault.BROKEN


@pytest.mark.parametrize(
    "source",
    [
        "end",
        "much",
        "say",
        "say nonsense",
        "say []",
        "say " + "[" * 40_000,
        'say {"fault": "unheard of", "words": ""}',
        'say {"svg": "<svg/>", "width": 0, "height": 5}',
        'say {"svg": "<svg/>", "width": 5, "height": 1e9}',
        'say {"svg": "<svg/>", "width": 5, "height": 999999999}',
        'say {"svg": 1}',
    ],
)
def test_a_process_that_answers_nonsense_is_told_from_a_drawing(source: str) -> None:
    process = DiagramProcess(serve=lie)

    with pytest.raises(DiagramFailed) as failed:
        process.draw(source, LIGHT)

    assert failed.value.fault is DiagramFault.BROKEN
    assert process.draw("draw", LIGHT).width == 5
    process.close()


def test_what_a_process_says_is_never_run(tmp_path: Path) -> None:
    process = DiagramProcess(serve=lie)

    with pytest.raises(DiagramFailed):
        process.draw(f"pickle {tmp_path / 'mark'}", LIGHT)

    assert list(tmp_path.iterdir()) == []
    process.close()


def test_closing_in_the_midst_of_a_drawing_ends_it() -> None:
    endless = "graph LR\n" + "\n".join(f"a{i}-->b{j}" for i in range(20) for j in range(20))
    process = DiagramProcess(limit_s=60)
    begun = monotonic()
    closing = threading.Timer(2, process.close)
    closing.start()

    with pytest.raises(DiagramFailed) as failed:
        process.draw(endless, LIGHT)

    assert failed.value.fault is DiagramFault.BROKEN
    assert monotonic() - begun < 10
    closing.join()


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _first(diagram: Diagram, tag: str) -> Element:
    return next(e for e in fromstring(diagram.svg).iter() if _tag(e) == tag)
