"""Run one benchmark: start, stream, open, scroll, typing, quick, memory, idle, relay, package."""

import argparse
import os
import sys

from benchmarks import growth, keys, open_chat, processes, quick, relay, scroll, stream

NAMES = (
    *("start", "stream", "open", "scroll", "typing", "quick"),
    *("memory", "idle", "relay", "package"),
)


def main() -> int:
    """Measure what was asked for; print JSON lines, the headline last."""
    parser = argparse.ArgumentParser(prog="dev.py bench")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--base-url", help="relay: an OpenAI-format server to stream from")
    parser.add_argument("--model", default="gpt-5.2")
    parser.add_argument("--prompt", default="count 20000")
    parser.add_argument(
        "--runs", type=int, default=7, help="start, idle, package: pairs of processes"
    )
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    match asked.name:
        case "start":
            processes.measure_start(asked.runs)
        case "typing":
            keys.measure()
        case "quick":
            quick.measure()
        case "memory":
            growth.measure()
        case "idle":
            processes.measure_memory(max(3, asked.runs // 2))
        case "stream":
            stream.measure()
        case "open":
            open_chat.measure()
        case "scroll":
            scroll.measure()
        case "package":
            # Only this one needs what the tests need.
            from benchmarks import package

            package.measure(asked.runs)
        case _:
            if not asked.base_url:
                parser.error("relay needs --base-url")
            relay.measure(asked.base_url, asked.model, asked.prompt)
    return 0


if __name__ == "__main__":
    sys.exit(main())
