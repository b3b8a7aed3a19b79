using CsCheck;
using IntegrationDispatcher.Integrations;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Tests;

public class PlainTextTests
{
    [Theory]
    [InlineData("see <https://a.example/b>.", "see https://a.example/b.")]
    [InlineData("# Your laptop #\n\nIt is **on its way**.", "Your laptop\n\nIt is on its way.")]
    [InlineData("*a*, __b__, ~~c~~, ***d*** and `e*f*`", "a, b, c, d and e*f*")]
    [InlineData("See [the page](https://x.example/a_(b)).", "See the page (https://x.example/a_(b)).")]
    [InlineData("[a@b.example](mailto:a@b.example)", "a@b.example")]
    [InlineData("- one\n- two\n1. three", "- one\n- two\n1. three")]
    [InlineData("```sh\nls **/*.cs\n```", "ls **/*.cs")]
    [InlineData("2 * 3 * 4, snake_case_name, a ** b", "2 * 3 * 4, snake_case_name, a ** b")]
    public void Marks_go_and_text_stays(string markdown, string text) => Assert.Equal(text, PlainText.Of(markdown));

    [Fact]
    public void A_shortened_text_is_a_beginning_of_whole_characters_within_the_limit() =>
        Gen.Select(RandomText.Of(60, "word", " ", "\n", "😀", "…", "a-very-long-word-without-an-end"), Gen.Int[10, 80]).Sample((text, max) =>
        {
            var shortened = PlainText.Shortened(text, max);
            Assert.InRange(shortened.Length, 0, max);
            Assert.True(shortened == text || (shortened[^1] == '…' && text.StartsWith(shortened[..^1], StringComparison.Ordinal)));
            Assert.True(Storable.Text(shortened)); // no half characters
        }, iter: 2000);
}
