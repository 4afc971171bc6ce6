"""Mermaid in an embedded JavaScript engine: source → SVG as Mermaid makes it.

Runs in the process of `worker.py` alone. Nothing here reaches the net or the disk: the engine knows
neither. What it gives still has to be made safe and simple by `flat.py`.
"""

import html
import json
import re
from collections.abc import Callable, Mapping

import quickjs
from mermaidx.engines._common import (
    MermaidRenderError,
    collect_svg,
    context_scripts,
    render_script,
    run_event_loop,
)

from supertoken_desktop.figures.diagram import LONGEST_SOURCE, DiagramLook
from supertoken_desktop.figures.lettering import Lettering, is_bold
from supertoken_desktop.figures.mermaid_theme import FONT_SIZE, theme_variables

STACK_BYTES = 32 * 1024 * 1024
_JS_STACK_BYTES = 24 * 1024 * 1024
_JS_MEMORY_BYTES = 384 * 1024 * 1024
_MOST_EDGES = 500

# What neither directives nor front matter of a diagram may change.
_SECURE = (
    *("secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "dompurifyConfig"),
    *("htmlLabels", "textPlacement", "suppressErrorRendering", "forceLegacyMathML"),
    *("theme", "themeCSS", "themeVariables", "darkMode", "look", "fontFamily", "altFontFamily"),
)

# Strings that were put together come as ropes, which the binding can't read: slice() flattens them.
_BRIDGE = """
globalThis.__flat = (v) => (typeof v === 'string' ? v.slice(0) : v);
globalThis.__log = () => {};
globalThis.__measureText = (t, s, f, w) => __width(__flat(t), s, __flat(w));
globalThis.__measureTextFull = (t, s, f, w) => JSON.parse(__full(__flat(t), s, __flat(w)));
globalThis.__measureGlyphs = () => [];
globalThis.__measureForeignObject = (h, s, f, w) => JSON.parse(__label(__flat(h), s, __flat(w)));
"""

# The document that mermaidx gives Mermaid reads every selector of the style sheet anew for each
# element that is measured: nine tenths of the time of a class diagram. Here each is read once.
_FASTER_STYLES = """
(() => {
  const chains = new Map();
  const chain_of = (selector) => {
    let found = chains.get(selector);
    if (!found) {
      const chain = __parseComplex(selector);
      const last = chain.length ? chain[chain.length - 1].compound : '';
      const cls = /\\.([\\w-]+)/.exec(last);
      found = { chain, cls: cls ? cls[1] : null };
      chains.set(selector, found);
    }
    return found;
  };
  const style_in = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType !== 1) continue;
      if (child.tagName === 'style') return child;
      const found = style_in(child);
      if (found) return found;
    }
    return null;
  };
  let read_text = null;
  let by_property = new Map();
  const read = (text) => {
    by_property = new Map();
    const blocks = /([^{}]+)\\{([^{}]*)\\}/g;
    let m;
    while ((m = blocks.exec(text))) {
      const selectors = m[1].trim();
      if (!selectors || selectors[0] === '@') continue;
      const parts = __splitTopLevel(selectors, (c) => c === ',').map(([p]) => chain_of(p.trim()));
      for (const line of m[2].split(';')) {
        const at = line.indexOf(':');
        if (at < 1) continue;
        const name = line.slice(0, at).trim();
        if (!by_property.has(name)) by_property.set(name, []);
        by_property.get(name).unshift({ parts, value: line.slice(at + 1).trim() });
      }
    }
  };
  const fits = (el, { chain, cls }) =>
    chain.length > 0 && (cls === null || el.classList.contains(cls)) &&
    __matchesChain(el, chain, chain.length - 1);
  globalThis.__resolveCssProp = (el, name) => {
    const doc = globalThis.__document;
    const style = doc ? style_in(doc) : null;
    const text = style ? style.textContent : '';
    if (text !== read_text) { read(text); read_text = text; }
    for (const rule of by_property.get(name) || []) {
      if (rule.parts.some((part) => fits(el, part))) return rule.value;
    }
    return null;
  };
})();
"""

# Marks of HTML and icons in labels, of which text is all that can be shown.
_WITHOUT = re.compile(
    r"</?(?:b|i|u|em|strong|small|big|code|sub|sup|center)>|\bfa[bklrs]?:fa-[\w-]+ ?", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")
_LINE_END = re.compile(r"<br\s*/?>|</p>|</div>|\n", re.IGNORECASE)


class NotDrawn(Exception):
    """Mermaid refused the source, for the reason it gives."""


class Mermaid:
    """Draw one diagram after the other. All calls must come from one thread with a deep stack."""

    def __init__(self) -> None:
        self._lettering = Lettering()
        self._context: quickjs.Context | None = None

    def prepare(self) -> None:
        """Load the engine for the next drawing: a third of a second nobody then waits for."""
        if self._context is None:
            self._context = self._new_context()

    def draw(self, source: str, look: DiagramLook) -> str:
        """Return Mermaid's SVG of a source.

        Raises: NotDrawn.
        """
        self._lettering = look.lettering
        self.prepare()
        # Each drawing leaves counters behind that would show in the next one's names.
        context, self._context = self._context, None
        assert context is not None
        try:
            context.eval(render_script(_WITHOUT.sub("", source), "base", _config(look), None))
            run_event_loop(context.eval, lambda: _run_job(context))
            return str(collect_svg(lambda script: context.eval(f"__flat({script})")))
        except (MermaidRenderError, quickjs.JSException) as error:
            raise NotDrawn(str(error)) from error

    def _new_context(self) -> quickjs.Context:
        context = quickjs.Context()
        context.set_memory_limit(_JS_MEMORY_BYTES)
        context.set_max_stack_size(_JS_STACK_BYTES)
        for name, function in self._measures().items():
            context.add_callable(name, function)
        context.eval(_BRIDGE)
        for script in context_scripts():
            context.eval(script)
        context.eval(_FASTER_STYLES)
        return context

    def _measures(self) -> Mapping[str, Callable[..., float | str]]:
        def width(text: object, size: object, weight: object) -> float:
            return self._width(str(text or ""), size, weight)

        def full(text: object, size: object, weight: object) -> str:
            em = _number(size)
            letters = self._lettering
            return json.dumps(
                {
                    "width": self._width(str(text or ""), size, weight),
                    "ascent": letters.ascent * em,
                    "descent": letters.descent * em,
                    "xHeight": 0.53 * em,
                }
            )

        def label(markup: object, size: object, weight: object) -> str:
            lines = [
                html.unescape(_TAG.sub("", line)) for line in _LINE_END.split(str(markup or ""))
            ]
            kept = [line for line in lines if line.strip()] or [""]
            height = 1.5 * _number(size)
            return json.dumps(
                {
                    "width": max(self._width(line, size, weight) for line in kept),
                    "height": len(kept) * height,
                    "line_count": len(kept),
                    "line_height": height,
                }
            )

        return {"__width": width, "__full": full, "__label": label}

    def _width(self, text: str, size: object, weight: object) -> float:
        return self._lettering.width(text, _number(size), is_bold=is_bold(str(weight or "")))


def _run_job(context: quickjs.Context) -> bool:
    try:
        return bool(context.execute_pending_job())
    except StopIteration:
        return False


def _number(size: object) -> float:
    return float(size) if isinstance(size, int | float) and size else float(FONT_SIZE)


def _config(look: DiagramLook) -> dict[str, object]:
    no_html = {"htmlLabels": False}
    return {
        "securityLevel": "strict",
        "secure": list(_SECURE),
        "maxTextSize": LONGEST_SOURCE,
        "maxEdges": _MOST_EDGES,
        "suppressErrorRendering": True,
        "darkMode": look.is_dark,
        "fontFamily": "sans-serif",
        "fontSize": FONT_SIZE,
        "theme": "base",
        "themeVariables": theme_variables(look),
        # Lines would be seen through the words on them.
        "themeCSS": ".edgeLabel rect, .labelBkg { opacity: 1; }",
        "htmlLabels": False,
        "flowchart": no_html,
        "class": no_html,
        "state": no_html,
        "er": no_html,
        "block": no_html,
        "mindmap": no_html,
        "journey": {"textPlacement": "tspan", "actorColours": list(look.series)},
        "timeline": {"textPlacement": "tspan", "disableMulticolor": False},
        "sequence": {"actorFontSize": FONT_SIZE, "messageFontSize": FONT_SIZE, "noteFontSize": 13},
    }
