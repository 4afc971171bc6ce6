"""The demo relay's code examples, each runnable, with a sentence in either language."""

from collections.abc import Mapping

_SOURCES = {
    "python": '''def quicksort(items: list[int]) -> list[int]:
    """Return the items in ascending order."""
    if len(items) <= 1:
        return items
    pivot, *rest = items
    smaller = [item for item in rest if item < pivot]
    larger = [item for item in rest if item >= pivot]
    return [*quicksort(smaller), pivot, *quicksort(larger)]


print(quicksort([33, 4, 15, 8, 42, 23, 16]))  # [4, 8, 15, 16, 23, 33, 42]''',
    "typescript": """interface Point {
  x: number;
  y: number;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

console.log(distance({ x: 0, y: 0 }, { x: 3, y: 4 })); // 5""",
    "javascript": """async function* countdown(from, everyMs = 1000) {
  for (let left = from; left > 0; left--) {
    yield left;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

for await (const left of countdown(3)) {
  console.log(`${left}…`);
}
console.log("Done!");""",
    "sql": """SELECT c.name,
       COUNT(*)      AS orders,
       SUM(o.amount) AS revenue
FROM customers AS c
JOIN orders    AS o ON o.customer_id = c.id
WHERE o.ordered_at >= DATE('now', '-30 days')
GROUP BY c.id, c.name
HAVING revenue > 100
ORDER BY revenue DESC
LIMIT 10;""",
    "bash": """#!/usr/bin/env bash
set -euo pipefail

# The ten largest files below a folder, sizes readable.
folder="${1:-.}"
find "$folder" -type f -printf '%s\\t%p\\n' |
  sort --numeric-sort --reverse |
  head --lines=10 |
  numfmt --field=1 --to=iec""",
    "rust": """use std::collections::HashMap;

fn main() {
    let text = "to be or not to be";
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for word in text.split_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    for (word, count) in sorted {
        println!("{count} × {word}");
    }
}""",
    "go": """package main

import (
	"fmt"
	"sync"
)

func main() {
	var group sync.WaitGroup
	squares := make([]int, 5)
	for i := range squares {
		group.Add(1)
		go func(n int) {
			defer group.Done()
			squares[n] = n * n
		}(i)
	}
	group.Wait()
	fmt.Println(squares) // [0 1 4 9 16]
}""",
    "java": """import java.util.List;
import java.util.stream.Collectors;

public class Greeting {
    record Person(String name, int age) {}

    public static void main(String[] args) {
        var people = List.of(new Person("Ada", 36), new Person("Alan", 41));
        String line = people.stream()
            .filter(person -> person.age() > 40)
            .map(Person::name)
            .collect(Collectors.joining(", "));
        System.out.println("Hello, " + line + "!");
    }
}""",
    "c": """#include <stdio.h>

static unsigned gcd(unsigned a, unsigned b) {
    while (b != 0) {
        unsigned rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

int main(void) {
    printf("%u\\n", gcd(1071, 462)); /* 21 */
    return 0;
}""",
    "cpp": """#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

int main() {
    std::vector<std::string> words{"pear", "fig", "banana"};
    std::ranges::sort(words, {}, &std::string::size);
    for (const auto& word : words) {
        std::cout << word << '\\n';
    }
}""",
    "html": """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Hello</title>
    <style>
      body { font-family: system-ui; margin: 4rem auto; max-width: 32rem; }
    </style>
  </head>
  <body>
    <h1>Hello!</h1>
    <button onclick="this.textContent = 'Thanks!'">Press me</button>
  </body>
</html>""",
    "css": """.card {
  display: grid;
  gap: 0.75rem;
  padding: 1rem 1.25rem;
  border-radius: 12px;
  background: light-dark(#ffffff, #1f2023);
  box-shadow: 0 1px 3px rgb(0 0 0 / 20%);
}

.card:hover {
  translate: 0 -2px;
}""",
    "json": """{
  "name": "demo",
  "streams": true,
  "limits": { "per_minute": 60, "at_once": 10 },
  "models": ["gpt-5.2", "claude-sonnet-4-6", "gemini-2.5-pro"]
}""",
    "yaml": """services:
  web:
    image: nginx:stable
    ports:
      - "8080:80"
    volumes:
      - ./site:/usr/share/nginx/html:ro""",
    "diff": """--- a/greeting.py
+++ b/greeting.py
@@ -1,3 +1,4 @@
-def greet():
-    print("Hello")
+def greet(name: str) -> None:
+    \"\"\"Say hello to somebody.\"\"\"
+    print(f"Hello, {name}")
""",
}
_ABOUT = {
    "python": ("A quicksort in Python, short rather than fast", "Python 快速排序，重在简短"),
    "typescript": ("The distance of two points in TypeScript", "TypeScript：计算两点间的距离"),
    "javascript": ("An asynchronous countdown in JavaScript", "JavaScript 异步倒计时"),
    "sql": ("The best customers of the last 30 days in SQL", "SQL：最近 30 天消费最多的客户"),
    "bash": ("The largest files of a folder in Bash", "Bash：列出文件夹里最大的文件"),
    "rust": ("Counting words in Rust", "Rust：统计单词"),
    "go": ("Squares computed side by side in Go", "Go：并发计算平方"),
    "java": ("Records and streams in Java", "Java：记录类与流"),
    "c": ("Euclid's algorithm in C", "C：辗转相除法"),
    "cpp": ("Sorting by length in C++20", "C++20：按长度排序"),
    "html": ("A small page in HTML", "一个小小的 HTML 网页"),
    "css": ("A card in CSS", "用 CSS 写一张卡片"),
    "json": ("A settings file in JSON", "JSON 配置文件"),
    "yaml": ("A service in YAML", "YAML 服务配置"),
    "diff": ("A change as a diff", "用 diff 表示的一处修改"),
}
_TAIL = {
    "en": "\n\nThe **Copy** button above the block takes the code alone.",
    "zh": "\n\n点代码块上方的**复制**按钮，只会复制代码本身。",
}


def _example(name: str, language: str) -> str:
    sentence, mark = (_ABOUT[name][0], ":") if language == "en" else (_ABOUT[name][1], "：")
    return f"{sentence}{mark}\n\n```{name}\n{_SOURCES[name]}\n```{_TAIL[language]}"


CODE: Mapping[str, Mapping[str, str]] = {
    name: {language: _example(name, language) for language in ("en", "zh")} for name in _SOURCES
}
