using AgentService.Flows;

namespace AgentService.Tests;

public sealed class SpokenTests
{
    [Theory]
    [InlineData("yes")]
    [InlineData("Yes!")]
    [InlineData("yes please")]
    [InlineData("ok, go ahead")]
    [InlineData("I confirm")]
    [InlineData("that is right, thanks")]
    public void A_plain_yes(string content) => Assert.True(Spoken.IsPlainYes(content));

    [Theory]
    [InlineData("")]
    [InlineData("yes if it is silver")]
    [InlineData("yes no")]
    [InlineData("not yes")]
    [InlineData("yesterday")]
    [InlineData("if I say yes, what happens?")]
    [InlineData("don't proceed")]
    [InlineData("ok, but not today")]
    public void What_is_more_or_less_than_a_yes_is_none(string content) => Assert.False(Spoken.IsPlainYes(content));

    [Theory]
    [InlineData("no")]
    [InlineData("No, thanks.")]
    [InlineData("no, I would rather not")]
    [InlineData("cancel")]
    [InlineData("don't")]
    public void A_no(string content) => Assert.True(Spoken.IsNo(content));

    [Theory]
    [InlineData("2", 1)]
    [InlineData("number two please", 1)]
    [InlineData("the third one", 2)]
    [InlineData("I'd like the MacBook Air 13", 1)]
    [InlineData("thinkpad", 0)]
    [InlineData("ZBook", 2)]
    [InlineData("4", null)]
    [InlineData("0", null)]
    [InlineData("1 or 2", null)]
    [InlineData("a new one with 32 GB of memory", null)]
    public void A_choice_by_number_or_name(string content, int? index) =>
        Assert.Equal(index, Spoken.Choice(["Lenovo ThinkPad T14 Gen 6", "Apple MacBook Air 13", "HP ZBook Power G11"], content));

    [Fact]
    public void Of_two_answers_the_one_with_more_words_is_meant_and_of_two_alike_none()
    {
        FlowAnswer[] answers = [new("a", ["status"]), new("b", ["status of my ticket", "yes"])];

        Assert.Equal("b", Nearest(answers, "What is the status of my ticket?"));
        Assert.Equal("a", Nearest(answers, "status"));
        Assert.Equal("b", Nearest(answers, "yes please"));
        Assert.Null(Nearest([new("a", ["blue"]), new("b", ["green"])], "blue or green"));
    }

    private static string? Nearest(FlowAnswer[] answers, string content) => Spoken.Nearest(answers, answer => answer.Phrases, Spoken.Words(content))?.To;
}
