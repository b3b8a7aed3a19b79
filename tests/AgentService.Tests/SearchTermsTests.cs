using AgentService.Knowledge;

namespace AgentService.Tests;

public sealed class SearchTermsTests
{
    [Theory]
    [InlineData("How do I connect to the VPN from home?", "how do connect to the vpn from home")]
    [InlineData("I'm locked out, please help!", "locked out")]
    [InlineData("E-mail on Wi-Fi", "mail on wi fi")]
    [InlineData("vpn VPN Vpn", "vpn")]
    public void A_question_is_reduced_to_its_words(string question, string terms) => Assert.Equal(terms, Join(question));

    [Theory]
    [InlineData("vpn:* & !home | (a <-> 'b')", "vpn home")]
    [InlineData("'; drop table knowledge_passages; --", "drop table knowledge passages")]
    [InlineData(@"a\'b "" \\ $1 {0} %s", "")]
    [InlineData("\0vpn\0home", "vpn home")]
    [InlineData("😀 👩‍💻 …", "")]
    [InlineData("   ", "")]
    [InlineData("", "")]
    public void Nothing_but_letters_and_digits_gets_through(string question, string terms) => Assert.Equal(terms, Join(question));

    [Fact]
    public void A_lone_surrogate_does_not_get_through() => Assert.Equal("vpn home", Join("vpn\udc00\ud83d home"));

    [Fact]
    public void An_accent_written_as_a_mark_does_not_cut_the_word() => Assert.Equal("cafe", Join("cafe\u0301"));

    [Fact]
    public void Other_scripts_are_words_too() => Assert.Equal("пароль パスワード", Join("Пароль? パスワード!"));

    [Fact]
    public void A_pasted_log_costs_no_more_than_a_question()
    {
        var terms = SearchTerms.From(string.Join(' ', Enumerable.Range(0, 6_000).Select(number => $"word{number}")));

        Assert.Equal(SearchTerms.MaxTerms, terms.Count);
        Assert.Empty(SearchTerms.From(new string('x', 32_000)));
    }

    private static string Join(string question) => string.Join(' ', SearchTerms.From(question));
}
