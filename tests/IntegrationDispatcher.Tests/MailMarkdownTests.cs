using System.Text.RegularExpressions;
using IntegrationDispatcher.Integrations.Email;

namespace IntegrationDispatcher.Tests;

public sealed partial class MailMarkdownTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("a <b onclick=alert(1)>b</b>")]
    [InlineData("<!-- <script>alert(1)</script> -->")]
    [InlineData("<style>body{display:none}</style>")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](JaVaScRiPt:alert(1))")]
    [InlineData("[a](&#106;avascript:alert(1))")]
    [InlineData("[a](<java\tscript:alert(1)>)")]
    [InlineData("[a](<\u0001javascript:alert(1)>)")]
    [InlineData("[a](< javascript:alert(1)>)")]
    [InlineData("[a](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[a](vbscript:msgbox)")]
    [InlineData("[a](//example.net/a)")]
    [InlineData("[a](/etc/passwd)")]
    [InlineData("[a](file:///etc/passwd)")]
    [InlineData("[a][r]\n\n[r]: javascript:alert(1)")]
    [InlineData("[r]\n\n[r]: data:text/html,a")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<data:text/html,a>")]
    [InlineData("![a](https://example.net/pixel.png?q=secret)")]
    [InlineData("![](https://example.net/pixel.png)")]
    [InlineData("![a][r]\n\n[r]: https://example.net/pixel.png")]
    [InlineData("![a](javascript:alert(1))")]
    [InlineData("[![a](data:image/png;base64,AA==)](javascript:alert(1))")]
    [InlineData("[a](https://example.com \"x\\\" onmouseover=alert(1)\")")]
    [InlineData("[a](https://example.com/\"onmouseover=alert(1))")]
    [InlineData("a{onclick=alert(1)}")]
    [InlineData("# a {onclick=alert(1)}")]
    [InlineData("```\"onclick=alert(1)\n</code><script>alert(1)</script>\n```")]
    public void Nothing_in_it_is_live_but_links_to_the_web(string markdown)
    {
        var html = MailMarkdown.ToHtml(markdown);
        Assert.All(Tag().Matches(html), tag =>
        {
            Assert.Contains(tag.Groups["name"].Value, (string[])["p", "a", "pre", "code", "h1"]);
            var rest = tag.Groups["rest"].Value;
            Assert.Equal(rest.Trim(), string.Join(' ', Attribute().Matches(rest).Select(a => a.Value.Trim())));
            var attributes = Attribute().Matches(rest).ToDictionary(a => a.Groups["name"].Value, a => a.Groups["value"].Value);
            Assert.Empty(attributes.Keys.Except(["href", "title", "rel", "class"]));
            if (attributes.TryGetValue("href", out var href)) Assert.Matches("^(https?://|mailto:)", href);
        });
        Assert.DoesNotContain('<', Tag().Replace(html, ""));
    }

    [Theory]
    [InlineData("[a](https://example.com/x)", "<a href=\"https://example.com/x\"")]
    [InlineData("see https://example.com/x.", "<a href=\"https://example.com/x\"")]
    [InlineData("<https://example.com/x>", "<a href=\"https://example.com/x\"")]
    [InlineData("<jane@example.com>", "<a href=\"mailto:jane@example.com\"")]
    [InlineData("[a](mailto:jane@example.com)", "<a href=\"mailto:jane@example.com\"")]
    [InlineData("[a][r]\n\n[r]: https://example.com/x", "<a href=\"https://example.com/x\"")]
    [InlineData("![a picture](https://example.com/x.png)", ">a picture</a>")]
    [InlineData("![](https://example.com/x.png)", ">https://example.com/x.png</a>")]
    [InlineData("[a **b**](javascript:alert)", "<p>a <strong>b</strong></p>")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |", "<td>1</td>")]
    [InlineData("~~a~~ 1 < 2 & 3", "<del>a</del> 1 &lt; 2 &amp; 3")]
    public void What_is_harmless_stays(string markdown, string html) => Assert.Contains(html, MailMarkdown.ToHtml(markdown), StringComparison.Ordinal);

    [Theory]
    [InlineData(">")]
    [InlineData("[")]
    [InlineData("- ")]
    [InlineData("*a ")]
    [InlineData("![")]
    public void However_deep_it_is_nested_it_is_shown(string nesting)
    {
        var html = MailMarkdown.ToHtml(string.Concat(Enumerable.Repeat(nesting, 5000)) + "<b>end");
        Assert.Contains("end", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_very_long_is_shown_as_it_is()
    {
        var html = MailMarkdown.ToHtml(string.Concat(Enumerable.Repeat("[a](", 1_000_000)) + "<b>end");
        Assert.StartsWith("<pre ", html, StringComparison.Ordinal);
        Assert.EndsWith("&lt;b&gt;end</pre>", html, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"</?(?<name>[a-zA-Z][a-zA-Z0-9]*)(?<rest>(?:[^<>""]|""[^""]*"")*)>", RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s*(?<name>[a-zA-Z-]+)=""(?<value>[^""]*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Attribute();
}
