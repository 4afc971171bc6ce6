"""Marks that give away shells, queries, markup and settings; see `tell_tales`."""

from supertoken_desktop.document.tell_tales import language

MARKUP_LANGUAGES = (
    language(
        "bash",
        {
            (
                r"^[ \t]*(?:sudo )?(?:apt(?:-get)?|yum|dnf|brew|pacman|snap) (?:-\S+ )*(?:install"
                r"|update|upgrade|remove|add)\b"
            ): 6,
            (
                r"^[ \t]*(?:sudo )?(?:pip3?|npm|yarn|pnpm|cargo|gem|conda|go|uv|poetry"
                r"|dotnet) (?:install|add|i|init|run|build|test|get|create|uninstall|start)\b"
            ): 6,
            r"^[ \t]*(?:npx|sudo|chmod|chown|systemctl|ssh|scp|rsync|wget|tar) [\w./@+-]": 4,
            (
                r"^[ \t]*git (?:add|commit|clone|push|pull|checkout|branch|init|remote|merge"
                r"|rebase|status|log|diff|show|stash|reset|fetch|config|switch|tag|rm|mv"
                r"|restore)(?: [^ ,]|$)"
            ): 6,
            (
                r"^[ \t]*docker(?:[ -]compose)? (?:run|build|pull|push|exec|ps|images|up|down"
                r"|compose|logs|stop|rm)\b"
            ): 6,
            r"^[ \t]*kubectl (?:apply|get|describe|delete|logs|create)\b": 6,
            r"^[ \t]*(?:mkdir|cd|rm|cp|mv|touch|ls) (?:-\w+ )*[\w./~$*-]+(?: [\w./~$*-]+)?$": 4,
            (
                r"^[ \t]*(?:python3?|node|java|ruby|perl|bash|sh) (?:-\w+ )*[\w./-]+\.(?:py|js"
                r"|jar|rb|pl|sh|mjs|ts)(?: |$)"
            ): 6,
            r"^[ \t]*python3? -m [a-z]\w*": 6,
            r"^[ \t]*curl (?:-|[\"']?https?:)": 6,
            r"^[ \t]*export [A-Za-z_]\w*=": 5,
            r"^[ \t]*echo (?:-\w+ )?[\"'$]": 3,
            r"^[ \t]*(?:if|elif|while) \[\[? .* \]\]?; ?(?:then|do)$": 6,
            r"^[ \t]*for \w+ in .+; do$": 6,
            r"^[ \t]*(?:fi|done|esac)$": 4,
            r"^[ \t]*source \S+$": 3,
            r"\$\{?\w+\}?.*\||\| (?:grep|awk|sed|sort|xargs|head|tail|wc)\b": 3,
            r"^[A-Z_]+=\"?\$": 3,
        },
        refuted_by=(
            r";[ \t]*$|^[a-z_-]+:.*\n +(?:- )?[\w-]+:|^[ \t]*(?:FROM|RUN|COPY) |<\?php|^>>> "
            r"|^[ \t]*local \w+ ="
        ),
    ),
    language(
        "yaml",
        {
            r"^[a-z_][\w-]*:[ ]*\n+[ ]+(?:- )?[\w-]+:": 4,
            r"^[ ]*- (?:name|uses|run|image|id|hosts): ": 3,
            r"^(?:apiVersion|kind|version|services|jobs|on|name|env|spec):(?: |$)": 2,
        },
        refuted_by=r"[;{][ \t]*$|^[ \t]*(?:def|class|if|for) .*:$",
    ),
    language(
        "solidity",
        {r"^pragma solidity ": 8, r"^[ \t]*contract \w+(?: is [\w, ]+)? \{$": 6},
    ),
    language(
        "gdscript",
        {
            r"^extends [A-Z]\w+$": 6,
            r"^(?:@?onready|@?export(?:\(\w+\))?) var \w+": 5,
            r"^func \w+\(.*\)(?: -> \w+)?:$": 5,
        },
    ),
    language(
        "console",
        {r"^(?:[\w.-]+@[\w.-]+[:~][^$#\n]*)?\$ [a-z./]": 7},
        refuted_by=r"^[ \t]*\$ [\d.]",
    ),
    language(
        "powershell",
        {
            r"\b(?:Get|Set|New|Remove|Write|Import|Invoke)-[A-Z]\w+(?: [-$\"']| \||$)": 6,
            r"^[ \t]*\$\w+ = (?:Get|New|Import)-": 4,
            r"^[ \t]*param ?\(": 3,
        },
    ),
    language(
        "sql",
        {
            (
                r"^[ \t]*(?i:select)\s[^\n]*(?:\n[^\n]*){0,8}?\b(?i:from)\s+[\w\"`.\[(]+\s*(?:;|$"
                r"|\n|\w|,|\))"
            ): 3,
            r"^[ \t]*SELECT\s": 3,
            (
                r"^[ \t]*(?i:create (?:or replace )?(?:temp(?:orary)? )?(?:table|view|index"
                r"|database|procedure|trigger))\b"
            ): 7,
            r"^[ \t]*(?i:insert into) [\w\"`.]+": 7,
            r"^[ \t]*(?i:update) [\w\"`.]+\s+(?i:set)\s": 7,
            r"^[ \t]*(?i:delete from) [\w\"`.]+": 7,
            r"^[ \t]*(?i:alter table|drop table) ": 7,
            (
                r"^[ \t]*(?:WHERE|GROUP BY|ORDER BY|(?:INNER |LEFT |RIGHT )?JOIN|HAVING|LIMIT"
                r"|WITH \w+ AS)\b"
            ): 3,
            r";[ \t]*$": 1,
        },
        refuted_by=r"^[ \t]*(?:def|import|const|let|var) ",
    ),
    language(
        "html",
        {
            (
                r"^[ \t]*<(?:head|body|div|p|ul|ol|li|table|form|script|style|button|section"
                r"|header|nav|main|footer|h[1-6]|a|img|input|span|meta|link)(?:\s[^<>\n]*)?>"
            ): 4,
            (
                r"</(?:div|p|ul|ol|li|table|form|script|style|button|section|body|html|head"
                r"|h[1-6]|a|span)>"
            ): 3,
            r"<!-- ": 1,
            r"\b(?:class|href|src|id|style)=\"[^\"\n]*\"": 1,
        },
        refuted_by=r"^import |^[ \t]*(?:const|let|function|export|return) |^[ \t]*def ",
    ),
    language(
        "xml",
        {
            r"^[ \t]*<([a-z][\w.]*(?:[:-]\w+)*)(?: [^<>\n]*)?>(?:[^<>\n]*</\1>|\s*$)": 3,
            r"</[a-z]\w*(?:[:.-]\w+)+>|</[a-z]+[A-Z]\w*>|\bxmlns(?::\w+)?=": 3,
            r"^</[A-Za-z][\w.:-]*>$": 1,
        },
        refuted_by=(
            r"^import |^[ \t]*(?:const|let|function|export|return) |</(?:div|p|a|li|ul|body"
            r"|span|html)>"
        ),
    ),
    language(
        "css",
        {
            r"^[ \t]*[.#]?[a-zA-Z][\w.#:, >-]* \{[ \t]*$": 1,
            (
                r"^[ \t]*(?:color|margin|padding|display|width|height|background(?:-color)?"
                r"|font-(?:size|family|weight)|border(?:-radius)?|position|text-align|top|left"
                r"|transform|animation): ?[^;{}\n]+;"
            ): 4,
            r"^[ \t]*@(?:media|keyframes|import|font-face)\b": 4,
            r"^[.#][a-z][\w-]* \{": 3,
            r"^:root \{|^[ \t]*--[\w-]+: ": 4,
        },
        refuted_by=r"<\w+|^[ \t]*(?:const|let|var|function|import|class) \w",
    ),
    language(
        "diff",
        {
            r"^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@": 8,
            r"^--- \S.*\n\+\+\+ \S": 8,
        },
    ),
    language(
        "dockerfile",
        {
            r"^FROM [a-z][\w./:-]*(?: AS \w+)?$": 4,
            r"^(?:RUN|WORKDIR|COPY|ADD|EXPOSE|ENV|ENTRYPOINT|CMD) [\[\w./\"$-]": 3,
        },
        refuted_by=r"^[ \t]*(?:SELECT|WHERE|JOIN) ",
    ),
    language(
        "makefile",
        {
            r"^[\w.-]+:(?: [\w. -]*)?\n\t\S": 4,
            r"^\.PHONY:": 6,
            r"\$\([A-Z]+\)|\$[@<^]": 2,
        },
    ),
    language(
        "nginx",
        {
            r"^[ \t]*server \{$": 3,
            r"^[ \t]*location [~=^]*\s?\S+ \{$": 4,
            r"^[ \t]*(?:listen|server_name|proxy_pass|root) .+;$": 3,
        },
    ),
    language(
        "latex",
        {
            r"\\documentclass|\\usepackage": 6,
            r"\\begin\{(\w+\*?)\}": 5,
            r"\\(?:section|frac|textbf|item|label|cite)\b": 2,
        },
        refuted_by=r"^[ \t]*(?:def|import|const|let|var|print) ",
    ),
)
