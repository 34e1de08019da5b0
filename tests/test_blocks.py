"""The body of an answer as blocks for paper."""

from __future__ import annotations

from assistant.printing.blocks import Block, Run, blocks


def test_a_body_becomes_plain_blocks() -> None:
    html = (
        "<h3>Why</h3>\n<p>One\n<strong>two</strong> &amp; <em>three</em>.<br>Four.</p>"
        '<ul>\n<li>a <a href="https://a.example/x" rel="noopener">b</a></li>\n'
        "<li><p>c</p></li></ul>"
        "<ol><li>d<ul><li>e</li></ul></li></ol>end"
    )
    assert blocks(html, str) == (
        Block("heading", ((Run("Why"),),)),
        Block(
            "paragraph",
            (
                (
                    Run("One "),
                    Run("two", strong=True),
                    Run(" & "),
                    Run("three", strong=True),
                    Run("."),
                    Run(" "),
                    Run("Four."),
                ),
            ),
        ),
        Block("bullets", ((Run("a "), Run("b", address="https://a.example/x")), (Run("c"),))),
        Block("numbers", ((Run("d"),), (Run("e"),))),
        Block("paragraph", ((Run("end"),),)),
    )


def test_what_fills_a_placeholder_stays_text() -> None:
    """The location's own words go in behind the HTML, so that they cannot become tags."""
    (paragraph,) = blocks("<p>Ask {who}.</p>", lambda text: text.replace("{who}", "<b>&amp;</b>"))
    assert paragraph == Block("paragraph", ((Run("Ask <b>&amp;</b>."),),))
