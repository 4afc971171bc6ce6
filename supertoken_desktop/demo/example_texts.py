"""The demo relay's examples in prose: table, maths, list, long answer, Markdown sampler."""

from collections.abc import Mapping

TABLE: Mapping[str, str] = {
    "en": """| Model | Made for | Context | Must stream |
|:--|:--|--:|:-:|
| `gpt-5.2` | newest of the family | 200K | yes |
| `gpt-5-codex-mini` | small coding jobs | 128K | yes |
| `claude-sonnet-4-6` | a balance of both | 200K | no |
| `claude-haiku-4-5` | quick answers | 200K | no |
| `gemini-2.5-pro` | very long texts | 1M | no |

Columns align left, right and centred as the table asks.""",
    "zh": """| 模型 | 适合 | 上下文 | 必须流式 |
|:--|:--|--:|:-:|
| `gpt-5.2` | 系列里最新 | 200K | 是 |
| `gpt-5-codex-mini` | 小型编程任务 | 128K | 是 |
| `claude-sonnet-4-6` | 兼顾质量与速度 | 200K | 否 |
| `claude-haiku-4-5` | 快速回答 | 200K | 否 |
| `gemini-2.5-pro` | 超长文本 | 1M | 否 |

表格的列可以左对齐、右对齐或居中。""",
}
_FORMULAS = (
    r"$$x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}$$",
    r"$$\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}$$",
    (
        r"$$\begin{pmatrix} a & b \\ c & d \end{pmatrix}^{-1} = \frac{1}{ad - bc}"
        r"\begin{pmatrix} d & -b \\ -c & a \end{pmatrix}$$"
    ),
    r"$$\sum_{k=1}^{n} k = \frac{n(n+1)}{2}$$",
)
MATHS: Mapping[str, str] = {
    "en": f"""The roots of $ax^2 + bx + c = 0$ for $a \\neq 0$:

{_FORMULAS[0]}

The Gaussian integral:

{_FORMULAS[1]}

The inverse of a matrix with $\\det A = ad - bc \\neq 0$:

{_FORMULAS[2]}

And the sum that Gauss found at school, for $n = 100$ it is $5050$:

{_FORMULAS[3]}""",
    "zh": f"""当 $a \\neq 0$ 时，方程 $ax^2 + bx + c = 0$ 的根：

{_FORMULAS[0]}

高斯积分：

{_FORMULAS[1]}

行列式 $\\det A = ad - bc \\neq 0$ 的二阶矩阵的逆：

{_FORMULAS[2]}

高斯上学时得出的求和公式，$n = 100$ 时等于 $5050$：

{_FORMULAS[3]}""",
}
DIAGRAM: Mapping[str, str] = {
    "en": """The way of a question through a relay:

```mermaid
flowchart LR
    app[This program] -->|question| relay{Relay}
    relay -->|one of many keys| gpt[GPT]
    relay --> claude[Claude]
    gpt -->|pieces of the answer| app
```

It is written as Mermaid and drawn here; **Source** above it shows the text.
""",
    "zh": """一个问题经过中转站的路线：

```mermaid
flowchart LR
    app[本程序] -->|问题| relay{中转站}
    relay -->|众多密钥之一| gpt[GPT]
    relay --> claude[Claude]
    gpt -->|回答的片段| app
```

图用 Mermaid 写成，在这里画出来；上方的**源码**按钮显示文字。
""",
}
LIST: Mapping[str, str] = {
    "en": """Before a journey:

1. **Papers**
   - passport, valid for six more months
   - tickets, also on paper
2. **Devices**
   - charger and adapter
   - headphones
3. **At home**
   - [x] water the plants
   - [x] empty the fridge
   - [ ] close the windows

And for the way back: leave a little room in the suitcase.""",
    "zh": """出门旅行之前：

1. **证件**
   - 护照，有效期不少于六个月
   - 车票、机票，最好也打印一份
2. **电子设备**
   - 充电器和转换插头
   - 耳机
3. **家里**
   - [x] 浇花
   - [x] 清空冰箱
   - [ ] 关好窗户

回程的箱子里，记得留一点空位。""",
}
MARKDOWN: Mapping[str, str] = {
    language: f"""# Markdown

Text with *emphasis*, **strength**, ~~second thoughts~~, `code` and a [link](https://www.example.org/).

## {heads[0]}

{LIST[language]}

## {heads[1]}

{TABLE[language]}

## {heads[2]}

```python
def greet(name: str) -> str:
    return f"Hello, {{name}}!"
```

## {heads[3]}

> {heads[4]}

Inline $e^{{i\\pi}} + 1 = 0$, and on a line of its own:

{_FORMULAS[0]}

---

The end.
"""
    for language, heads in {
        "en": (
            "Lists",
            "A table",
            "Code",
            "Maths and a quotation",
            "Simple is better than complex.",
        ),
        "zh": ("列表", "表格", "代码", "数学与引用", "大道至简。"),
    }.items()
}
_CHAPTERS_EN = """What a relay is
A relay stands between a program and many models. The program speaks one language, the relay
translates, forwards, counts and sends the bill. One key opens many doors, which is its charm;
what passes through is seen by one more party, which is its price.

Why answers stream
A model writes one token after another. To wait for the last before showing the first would be
honest but dull. So every piece is sent as soon as it exists, as one line of an event stream,
and the reader begins to read while the writer still writes.

What can go wrong
Lines get cut, clocks run out, gateways give up. A good client therefore never believes that an
answer is complete only because nothing more comes: it waits for a word that says so. Whatever
has arrived is kept, marked, and can be continued.

How limits are kept
Sixty requests a minute, ten at the same time: whoever asks for more is sent away. It is kinder
to wait at home than in front of a closed door, so the client counts by itself and tells how
long it will take.

What tokens are
Text is cut into tokens, pieces of words, and tokens are what is counted and paid. A question of
ten words costs little; the whole conversation, sent along each time so that the model
remembers, costs more with every turn.

When to stop
Stopping is not failing. The reader who has seen enough presses Stop; the connection is closed,
the model is told to rest, and the half answer stays where it is, ready to be used or continued."""
_CHAPTERS_ZH = """什么是中转站
中转站位于程序和许多模型之间。程序只说一种语言，中转站负责翻译、转发、计数和记账。
一把密钥能打开许多扇门，这是它的好处；内容会多经过一方之手，这是它的代价。

为什么回答是流式的
模型一个词元接一个词元地写。等到写完最后一个才显示第一个，固然稳妥，却太无聊。
所以每一小段一产生就发出来，作为事件流里的一行；写的人还在写，读的人已经开始读。

哪里会出错
线路会断，时钟会走完，网关会放弃。因此好的客户端不会因为没有新内容就认为回答已经完整：
它要等到一个明确的结束标记。已经收到的内容都会保留下来，做好标记，并且可以继续。

限制如何遵守
每分钟六十次请求，同时十个：超过的会被拒之门外。与其在关着的门前等，不如在家里等，
所以客户端自己计数，并告诉你还要等多久。

什么是词元
文本被切成词元，也就是词的碎片；计数和付费都按词元。十个字的问题花费很少；
而整段对话为了让模型记住上文，每次都要一起发送，轮次越多，花费越多。

什么时候该停
停止不是失败。读够了就按停止；连接关闭，模型休息，写到一半的回答留在原处，可以直接用，
也可以继续。"""
LONG_ROUNDS = 4


def _long(title: str, chapters: str, again: str, line_joint: str) -> str:
    """Go through the chapters several times; each is a heading and the lines of one paragraph."""
    parts = [f"# {title}"]
    number = 0
    for around in range(LONG_ROUNDS):
        for chapter in chapters.split("\n\n"):
            heading, *lines = chapter.split("\n")
            number += 1
            suffix = f" ({again.format(around + 1)})" if around else ""
            parts.append(f"## {number}. {heading}{suffix}\n\n{line_joint.join(lines)}")
    return "\n\n".join(parts)


LONG: Mapping[str, str] = {
    "en": _long("A long answer about short messages", _CHAPTERS_EN, "part {}", " "),
    "zh": _long("关于短消息的长回答", _CHAPTERS_ZH, "之{}", ""),
}
