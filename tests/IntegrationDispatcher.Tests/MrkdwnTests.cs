using System.Text.RegularExpressions;
using CsCheck;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Slack;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Tests;

public partial class MrkdwnTests
{
    [Theory]
    [InlineData("see <https://a.example/b?c=1&d=2>.", "see <https://a.example/b?c=1&amp;d=2>.")]
    [InlineData("**bold**, *italic*, ***both***, ~~struck~~", "*bold*, _italic_, *_both_*, ~struck~")]
    [InlineData("**bold with *italic* in it**", "*bold with _italic_ in it*")]
    [InlineData("## A **big** `head` ##", "*A big `head`*")]
    [InlineData("- a\n  * b\n1. c", "- a\n  * b\n1. c")]
    [InlineData("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d")]
    [InlineData("&amp;", "&amp;amp;")]
    [InlineData("[the page](https://x.example/?a=1&b=2)", "<https://x.example/?a=1&amp;b=2|the page>")]
    [InlineData("[mail us](mailto:a@b.example)", "<mailto:a@b.example|mail us>")]
    [InlineData("**[bold](https://x.example)**", "*<https://x.example|bold>*")]
    [InlineData("see https://x.example/a_b.", "see <https://x.example/a_b>.")]
    [InlineData("[x](javascript:alert(1)) [y](file:///etc)", "[x](javascript:alert(1)) [y](file:///etc)")]
    [InlineData("`**a** <!channel> [b](https://c.example)`", "`**a** &lt;!channel&gt; [b](https://c.example)`")]
    [InlineData("```cs\nvar **a** = <b>;\n```", "```cs\nvar **a** = &lt;b&gt;;\n```")]
    [InlineData("```\nnever closed", "```\nnever closed\n```")]
    [InlineData("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name")]
    public void Markdown_becomes_mrkdwn(string markdown, string mrkdwn) => Assert.Equal(mrkdwn, Mrkdwn.Of(markdown));

    [Theory]
    [InlineData("<!channel> <!here> <@U0001> <#C0001> <!subteam^S1> <!date^1^{date}|x>")]
    [InlineData("[<@U0001>](https://x.example)")]
    [InlineData("[x](https://x.example/<!channel>)")]
    [InlineData("[x](https://x.example|<!everyone>)")]
    [InlineData("<https://evil.example|https://good.example>")]
    public void What_was_typed_becomes_neither_a_mention_nor_a_hidden_link(string typed)
    {
        Assert.DoesNotMatch(TypedBracket(), Mrkdwn.Of(typed));
        Assert.DoesNotContain("|https://good.example", Mrkdwn.Of(typed), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_reads_like_another_address_shows_where_it_leads() =>
        Assert.Equal("https://good.example (<https://evil.example>)", Mrkdwn.Of("[https://good.example](https://evil.example)"));

    [Fact]
    public void Only_addresses_stand_in_brackets_and_every_ampersand_is_an_escape() => RandomText.Markdown.Sample(markdown =>
    {
        var mrkdwn = Mrkdwn.Of(markdown);
        Assert.DoesNotMatch(TypedBracket(), mrkdwn);
        Assert.DoesNotMatch(BareAmpersand(), mrkdwn);
    }, iter: 2000);

    [Fact]
    public void A_cut_text_keeps_everything_within_the_limits_and_cuts_nothing_apart() => RandomText.Markdown.Sample(markdown =>
    {
        var mrkdwn = Mrkdwn.Of(markdown);
        var sections = MrkdwnSections.Of(mrkdwn, SlackParts.MaxSection);
        Assert.Equal(Text(mrkdwn), Text(string.Concat(sections)));
        Assert.All(sections, section =>
        {
            Assert.InRange(section.Length, 1, SlackParts.MaxSection);
            Assert.False(string.IsNullOrWhiteSpace(section));
            Assert.DoesNotMatch(BareAmpersand(), section);
            Assert.DoesNotMatch(BrokenLink(), section);
            Assert.True(Storable.Text(section)); // no half characters
            Assert.Equal(0, section.Split('\n').Count(line => MarkdownMarks.Fence().IsMatch(line)) % 2);
        });
    }, iter: 2000);

    [Fact]
    public void A_block_of_code_that_is_cut_is_closed_and_opened_again()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 400).Select(n => $"  line {n}"));
        var sections = MrkdwnSections.Of(Mrkdwn.Of($"before\n```\n{lines}\n```\nafter"), SlackParts.MaxSection);
        Assert.Equal(2, sections.Count);
        Assert.All(sections, section => Assert.Equal(2, section.Split("```").Length - 1));
        Assert.StartsWith("```\n  line", sections[1], StringComparison.Ordinal);
        Assert.EndsWith("\n```\nafter", sections[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_is_cut_after_a_paragraph_where_there_is_one()
    {
        var paragraph = string.Join(' ', Enumerable.Repeat("words", 400));
        Assert.Equal([paragraph, paragraph], MrkdwnSections.Of($"{paragraph}\n\n{paragraph}", SlackParts.MaxSection));
    }

    // Cutting trims spaces and adds fences, and nothing else.
    private static string Text(string mrkdwn) => SpacesAndTicks().Replace(mrkdwn, "");

    [GeneratedRegex(@"<(?!https?://|mailto:)")]
    private static partial Regex TypedBracket();

    [GeneratedRegex("&(?!(?:amp|lt|gt);)")]
    private static partial Regex BareAmpersand();

    [GeneratedRegex(@"<[^>]*(?:<|\z)|(?:\A|>)[^<]*>")]
    private static partial Regex BrokenLink();

    [GeneratedRegex(@"[\s`]")]
    private static partial Regex SpacesAndTicks();
}
