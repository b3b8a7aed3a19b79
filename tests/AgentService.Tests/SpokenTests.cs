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
    [InlineData("ok")]
    [InlineData("OK, thanks")]
    [InlineData("do it")]
    [InlineData("please do it now")]
    [InlineData("will do")]
    [InlineData("order it, please")]
    [InlineData("yes, open it")]
    [InlineData("that's fine, yes")]
    [InlineData("that is fine, go ahead")]
    [InlineData("thank you very much, proceed")]
    [InlineData("yes 👍")]
    [InlineData("go for it!")]
    [InlineData("yes, thank you so much")]
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
    [InlineData("don't do it")]
    [InlineData("please do not do that")]
    [InlineData("of course not")]
    [InlineData("thanks")]
    [InlineData("that's fine")]
    [InlineData("that is right, thanks")]
    [InlineData("correct")]
    [InlineData("yes, it is right for me")]
    [InlineData("yes ❓")]
    [InlineData("¿yes")]
    [InlineData("ok ❌")]
    [InlineData("yes 👎")]
    public void What_is_more_or_less_than_a_yes_is_none(string content) => Assert.False(Spoken.IsPlainYes(content));

    [Theory]
    [InlineData("ok?")]
    [InlineData("sure? yes")]
    [InlineData("yes\uff1f")]
    [InlineData("ok\u061f")]
    [InlineData("Is that correct?")]
    [InlineData("Is it right for me?")]
    [InlineData("is that right")]
    [InlineData("is it ok to proceed")]
    [InlineData("you sure")]
    [InlineData("that ok with you")]
    [InlineData("should I proceed")]
    [InlineData("can I go ahead")]
    [InlineData("will you do it")]
    [InlineData("would that do it")]
    [InlineData("do you confirm")]
    [InlineData("why ok")]
    public void A_question_is_no_yes(string content) => Assert.False(Spoken.IsPlainYes(content));

    [Theory]
    [InlineData("no")]
    [InlineData("No, thanks.")]
    [InlineData("never mind")]
    [InlineData("Nevermind!")]
    [InlineData("don't do it")]
    [InlineData("don’t do it")]
    [InlineData("dont do that")]
    [InlineData("do not do that, please")]
    [InlineData("forget it")]
    [InlineData("ok, never mind")]
    [InlineData("oh, actually no")]
    [InlineData("please forget about it")]
    [InlineData("nothing, thanks, that's all")]
    [InlineData("no, I would rather not")]
    [InlineData("cancel")]
    [InlineData("don't")]
    public void A_no(string content) => Assert.True(Spoken.IsNo(content));

    [Theory]
    [InlineData("no problem, go ahead")]
    [InlineData("no worries")]
    [InlineData("it doesn't work")]
    [InlineData("nothing works")]
    [InlineData("never mind the price")]
    public void What_only_has_a_no_in_it_is_none(string content) => Assert.False(Spoken.IsNo(content));

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
    [InlineData("one or two", null)]
    [InlineData("one", 0)]
    [InlineData("one please", 0)]
    [InlineData("option one", 0)]
    [InlineData("the first one", 0)]
    [InlineData("one with a big screen", null)]
    [InlineData("give me a good one", null)]
    [InlineData("none of the three", null)]
    [InlineData("not the third", null)]
    [InlineData("I don't want the ZBook", null)]
    [InlineData("No. 3", 2)]
    [InlineData("no, the third one", 2)]
    [InlineData("I would like to have the third", 2)]
    [InlineData("Can I have number 3?", 2)]
    [InlineData("Could we get the ZBook, please?", 2)]
    [InlineData("3?", null)]
    [InlineData("3\uff1f", null)]
    [InlineData("does 3 have HDMI?", null)]
    [InlineData("does 3 have HDMI", null)]
    [InlineData("which one is lighter?", null)]
    [InlineData("how much is the third?", null)]
    [InlineData("3, is it lighter?", null)]
    [InlineData("could you tell me what the ZBook weighs", null)]
    [InlineData("can I run Linux on the third", null)]
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
