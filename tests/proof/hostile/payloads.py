"""What a hostile partner writes into a text: every one of them calls `hit()` or asks the sink, where it is believed."""

from random import Random

SINK = "http://127.0.0.1:9/sink"
# What a text must first get out of, and how it may be disguised.
BEFORE = [
    "", '"', "'", '">', "'>", "`>", "-->", "</title>", "</textarea>", "</script>", "</style>", "</select>", "]]>", '\\">', "&quot;>",
    "x\0".replace("\0", "\t"), "\u2028", "{{", "</svg>", "</mj-text></mj-raw>", '" onfocus="hit()" autofocus x="', "' onmouseover='hit()' y='",
]  # fmt: skip
DOES = [
    "<script>hit()</script>", f"<script src={SINK}></script>", "<ScRiPt>hit()</sCrIpT>", "<img src=x onerror=hit()>", "<svg onload=hit()>",
    "<svg><script>hit()</script></svg>", "<svg><animate onbegin=hit() attributeName=x dur=1s>", "<iframe srcdoc='<script>parent.hit()</script>'>",
    "<iframe src=javascript:parent.hit()>", "<details open ontoggle=hit()>", "<input autofocus onfocus=hit()>", "<a href=javascript:hit()>x</a>",
    "<a href='java\tscript:hit()'>x</a>", "<a href='data:text/html,<script>hit()</script>'>x</a>", "<math><mtext><img src onerror=hit()>",
    f"<object data={SINK}>", f"<embed src={SINK}>", f"<link rel=stylesheet href={SINK}>", f"<meta http-equiv=refresh content='0;url={SINK}'>",
    f"<base href={SINK}/>", f"<form action={SINK}><button autofocus>x</button></form>", f"<style>@import url({SINK});</style>",
    "<video src=x onerror=hit()></video>", f"<img src={SINK}>", f"<p style='background:url({SINK})'>x", "<body onload=hit()>", "<marquee onstart=hit()>x",
    f"<div hx-get={SINK} hx-trigger=load>x</div>", "<div hx-on::load='hit()' hx-trigger=load>x</div>", "<div x-data x-init=hit()>x</div>",
    "<noscript><p title='</noscript><img src=x onerror=hit()>'>", "<svg><style><img src=x onerror=hit()></style>", "<button popovertarget=x onclick=hit()>x",
]  # fmt: skip
# What other readers than a browser might believe.
TEXTS = [
    "{{7777*7}}", "{% print(7777*7) %}", "${7777*7}", "#{7777*7}", "<%= 7777*7 %>", "{{config}}", "{{''.__class__.__mro__}}", "%(name)s %s %n", "{0}",
    '#eval("7777*7")', "#(7777*7)", '#read("/etc/passwd")', "#read(\"../../../../etc/passwd\")", "#sys.inputs", '#image("/etc/passwd")', "$7777*7$",
    '#import "@preview/x:0.1.0"', '#link("javascript:hit()")[x]', "`raw`", "#raw", "= Heading", "*strong* _emph_", "#{let x = 7777*7; x}", "\\u{41}",
    "<mj-raw><script>hit()</script></mj-raw>", "</mj-text><mj-raw><script>hit()</script></mj-raw><mj-text>", "<mj-include path='/etc/passwd' />",
    "[x](javascript:hit())", "[x](JaVaScRiPt:hit())", "[x](data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==)", "[x](vbscript:hit())",
    f"![x]({SINK})", "<javascript:hit()>", "[x]: javascript:hit()\n\n[x]", "[x](&#x6A;avascript:hit())", "[x](java\nscript:hit())", "**<img src=x onerror=hit()>**",
    '[x](http://127.0.0.1:9/"onmouseover="hit())', "`<script>hit()</script>`", "```\n</code></pre><script>hit()</script>\n```", "<!--><script>hit()</script>-->",
    "| <script>hit()</script> | b |\n|-|-|\n| c | d |", "&lt;script&gt;hit()&lt;/script&gt;", "&#60;script&#62;hit()&#60;/script&#62;", "%3Cscript%3Ehit()%3C/script%3E",
    "\\u003cscript\\u003ehit()\\u003c/script\\u003e", "＜script＞hit()＜/script＞", "+ADw-script+AD4-hit()+ADw-/script+AD4-", "\u202e>tpircs/<)(tih>tpircs<",
    "\u202d\u2066hit\u2069", "аррӏе.com", "\u200b<\u200bscript>hit()", "javascript:hit()", "data:text/html,<script>hit()</script>", "//127.0.0.1:9/sink", SINK,
    '{"title_ru": "<script>hit()</script>"}', '","x":"', "'; DROP TABLE brands; --", "=1+1", "\\", "\\\\", '"', "'", "`", "<", ">", "&", "<!--", "<![CDATA[", "]]>",
    "<?xml version='1.0'?>", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;", "e\u0301" * 20, "\U0001f4a9", "\ufeff<script>hit()</script>",
    "<a href=//127.0.0.1:9 ping=//127.0.0.1:9>", "http://a.b/?<script>hit()</script>", 'http://a.b/"onmouseover="hit()', "www.a.b/'><img src=x onerror=hit()>",
]  # fmt: skip


def payloads(random: Random, many: int) -> list[str]:
    """So many different texts: the plain ones first where all fit, the others by chance."""
    mixed = [before + does for before in BEFORE for does in DOES]
    chosen = random.sample(TEXTS, min(len(TEXTS), many // 3))
    return [*chosen, *random.sample(mixed, many - len(chosen))]
