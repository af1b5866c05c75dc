"""Texts that courses on programming, mathematics, chemistry and languages cannot do without."""

from __future__ import annotations

# fmt: off
TEXTS = (
    "<strong>", "</b>", "<!channel>", "<!-- note -->", "<@U0ANA>", "<#C1>", "<t:0:R>", "</quiz:1>",
    "@everyone", "@here", ":smile:", ":+1:", "std::vector::x", "&lt;", "&amp;nbsp;", "&#39;",
    "__init__", "2**3", "2**3**4", "a*b*c", "*p", "**kwargs", "vector<int> v(22)", "a___b", "___",
    "~~x~~", "||x||", "a || b", "# heading", "-# small", "> quote", ">>> 1 + 1", "1. first",
    "- one",
    "+ two", "* three", "10. ten", "`x`", "``a`b``", "```", "a `b", "\\n", "\\d+\\.", "C:\\new\\",
    "$x_i$", "\\frac{a}{b}", "[x](y)", "[a](https://example.org)", "https://example.org/a_b_",
    "H₂O", "Fe³⁺", "→", "x² ≤ √2", "=", "==", "!=", "C", "C++", "C#", "int", "Int", "%", ";", "i++",
    "if (i != 0) { }", '"', "'", "' '", '"a"', "it's", "null", "~", "true", "no", "0x1F", "1_000",
    "می‌خواهم", "👩‍👩‍👧 family", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "soft\u00adhyphen", "e\u0301", "ก็", "שָׁלוֹם", "مرحبا (hello)!",
    "a\u200eb\u200fc", "\u2067שלום\u2069 ok", "1\u202f000", "a  b", "¯\\_(ツ)_/¯", "日本語",
    "{x: 1}",
    "!important", "%d", "|", ">", "?", "- ", "a: b", "x #y", "Donaudampfschifffahrtsgesellschaft",
    "*a* _b_ ~c~ `d` **e**", "a\\", "\\*", "...", "…", "(a)", "@property", "&x", "*x*", "!x", "#",
)
# fmt: on
