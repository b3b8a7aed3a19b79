using AgentService.Flows;

namespace AgentService.Tests;

public sealed class FlowReadingTests
{
    private static readonly FlowState _listening =
        new FlowState.Listening("reason", null, "reason", "next", [new("goodbye", ["no", "leave it at that"])]);

    private static readonly FlowState _closing =
        new FlowState.Asking("closing", null, [new("status", ["status"]), new("goodbye", ["no"]), new("elsewhere", ["*"])]);

    [Theory]
    [InlineData("Network plans")]
    [InlineData("Photoshop, is that possible?")]
    [InlineData("Can I have Photoshop?")]
    [InlineData("Could you install Visio for me?")]
    [InlineData("How about Visio?")]
    [InlineData("What I draw are network plans")]
    [InlineData("nothing else can draw our plans")]
    [InlineData("to cancel appointments")]
    [InlineData("never mind the price, we need it")]
    [InlineData("No other program reads these files")]
    public async Task Listening_keeps_what_is_said(string content)
    {
        var answered = await ReadAsync(_listening, content);

        Assert.Equal(("next", "reason", content), (answered!.To, answered.Into, answered.Value!.ToString()));
    }

    [Theory]
    [InlineData("How do I connect to the VPN?")]
    [InlineData("how do I connect to the VPN")]
    [InlineData("What software is there?")]
    [InlineData("Is it free?")]
    [InlineData("yes")]
    [InlineData("?")]
    public async Task Listening_keeps_no_question_and_nothing_that_says_nothing(string content) =>
        Assert.Null(await ReadAsync(_listening, content));

    [Theory]
    [InlineData("no")]
    [InlineData("never mind")]
    [InlineData("I would like to leave it at that")]
    public async Task Listening_hears_an_answer_that_is_most_of_what_is_said(string content) =>
        Assert.Equal("goodbye", (await ReadAsync(_listening, content))!.To);

    [Fact]
    public async Task What_is_too_long_is_cut_between_two_characters()
    {
        var answered = await ReadAsync(_listening, new string('a', 999) + "😀😀");

        Assert.Equal(new string('a', 999), answered!.Value!.ToString());
    }

    [Theory]
    [InlineData("status", "status")]
    [InlineData("the status again, please", "status")]
    [InlineData("VPN status", "elsewhere")]
    [InlineData("no, nothing else", "goodbye")]
    [InlineData("no internet", "elsewhere")]
    [InlineData("hello", "elsewhere")]
    public async Task Where_whatever_else_leads_somewhere_an_answer_is_most_of_what_is_said(string content, string to) =>
        Assert.Equal(to, (await ReadAsync(_closing, content))!.To);

    [Fact]
    public void Whatever_else_is_not_offered() => Assert.Equal(["status", "no"], FlowReading.OptionsOf(_closing, []));

    private static Task<FlowAnswered?> ReadAsync(FlowState state, string content) =>
        FlowReading.ReadAsync(state, [], content, null, TestContext.Current.CancellationToken);
}
