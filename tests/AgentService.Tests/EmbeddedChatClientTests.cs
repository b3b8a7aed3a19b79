using AgentService.Agents;
using AgentService.Knowledge;
using AgentService.Models;
using Microsoft.Extensions.AI;

namespace AgentService.Tests;

public sealed class EmbeddedChatClientTests
{
    private static readonly AgentDefinition _agent = new("routing-agent", "I know all about cars.", "Be brief.", ["cars"], ["Why is it red?"], 1);
    private static readonly FoundPassage _wheels = new("cars.md", "Cars", "Wheels", "1. Lift the car.\n2. Turn the nuts.", 0.9);
    private static readonly FoundPassage _doors = new("doors.md", "Doors", "Hinges", "Oil them.", 0.6);

    [Theory]
    [InlineData("Hello!")]
    [InlineData("hi")]
    [InlineData("Good morning, everyone 👋")]
    public async Task A_greeting_is_greeted_back_with_what_the_agent_does(string greeting)
    {
        var answer = await AskAsync(greeting);

        Assert.StartsWith("Hello!", answer, StringComparison.Ordinal);
        Assert.Contains(_agent.Description, answer, StringComparison.Ordinal);
        Assert.Contains("- Why is it red?", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("What can you do?")]
    [InlineData("help")]
    [InlineData("Hi, who are you?")]
    public async Task Asked_what_it_can_do_it_says_so(string question) =>
        Assert.Contains(_agent.Description, await AskAsync(question), StringComparison.Ordinal);

    [Theory]
    [InlineData("Thanks a lot, that helped!")]
    [InlineData("thank you")]
    public async Task Thanks_are_taken_kindly(string thanks) => Assert.StartsWith("You're welcome", await AskAsync(thanks), StringComparison.Ordinal);

    [Theory]
    [InlineData("return me to the router", "You are back at the start.")]
    [InlineData("Exit.", "You are back at the start.")]
    [InlineData("no", "All right.")]
    [InlineData("No, thanks, that's all", "All right.")]
    [InlineData("never mind", "All right.")]
    [InlineData("ok", "All right.")]
    [InlineData("yes", "With pleasure.")]
    public async Task What_answers_nothing_any_more_is_answered_kindly(string content, string answer) =>
        Assert.StartsWith(answer, await AskAsync(content), StringComparison.Ordinal);

    [Theory]
    [InlineData("no internet")]
    [InlineData("how do I quit Vim?")]
    [InlineData("My router is broken")]
    [InlineData("ok?")]
    public async Task What_only_begins_like_that_is_a_question(string content) =>
        Assert.Contains("Lift the car", await AskAsync(content, _wheels), StringComparison.Ordinal);

    [Fact]
    public async Task A_passage_is_quoted_word_for_word_with_its_source_and_what_is_related()
    {
        var answer = await AskAsync("How do I change a wheel?", _wheels, _doors);

        Assert.Equal(
            "**Wheels**\n\n1. Lift the car.\n2. Turn the nuts.\n\nSource: Cars (cars.md)\n\nSee also: Hinges (doors.md)", answer);
    }

    [Fact]
    public async Task A_greeting_before_a_question_does_not_hide_the_question() =>
        Assert.Contains("Lift the car", await AskAsync("Hello, how do I change a wheel?", _wheels), StringComparison.Ordinal);

    [Theory]
    [InlineData("What is the capital of France?")]
    [InlineData("😀")]
    public async Task Without_a_passage_it_says_that_it_does_not_know_and_what_it_does(string question)
    {
        var answer = await AskAsync(question);

        Assert.StartsWith("I don't know", answer, StringComparison.Ordinal);
        Assert.Contains(_agent.Description, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_are_counted_for_all_that_was_sent_and_said()
    {
        var messages = ModelMessages.For(_agent, [_wheels], [], "How do I change a wheel?");
        using var client = new EmbeddedChatClient();

        var response = await client.GetResponseAsync(messages, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(messages.Sum(message => TokenEstimate.Of(message.Text)), response.Usage!.InputTokenCount);
        Assert.Equal(TokenEstimate.Of(response.Text), response.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task Heard_word_by_word_it_is_the_same_answer()
    {
        var messages = ModelMessages.For(_agent, [_wheels], [], "How do I change a wheel?");
        using var client = new EmbeddedChatClient();

        var whole = await client.GetResponseAsync(messages, cancellationToken: TestContext.Current.CancellationToken);
        var updates = await client.GetStreamingResponseAsync(messages, cancellationToken: TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        var heard = updates.ToChatResponse();

        Assert.Equal("**Wheels**\n\n", updates[0].Text);
        Assert.Equal(whole.Text, heard.Text);
        Assert.Equal((whole.ModelId, whole.FinishReason), (heard.ModelId, heard.FinishReason));
        Assert.Equal(whole.Usage!.OutputTokenCount, heard.Usage!.OutputTokenCount);
        Assert.Equal(whole.Usage.InputTokenCount, heard.Usage.InputTokenCount);
    }

    [Fact]
    public void A_model_that_only_reads_text_is_told_the_same()
    {
        var text = string.Concat(ModelMessages.For(_agent, [_wheels], [], "How?").Select(message => message.Text));

        Assert.All([_agent.Instructions, _wheels.Document, _wheels.Section, _wheels.Content, "How?"],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    private static async Task<string> AskAsync(string question, params FoundPassage[] passages)
    {
        using var client = new EmbeddedChatClient();
        var messages = ModelMessages.For(_agent, passages, [], question);
        var response = await client.GetResponseAsync(messages, cancellationToken: TestContext.Current.CancellationToken);
        return response.Text;
    }
}
