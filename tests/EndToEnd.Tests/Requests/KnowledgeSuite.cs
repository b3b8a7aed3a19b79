using System.Text.RegularExpressions;
using AgentService.Tests;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Requests;

/// <summary>What people ask is answered from the document that knows.</summary>
public abstract class KnowledgeSuite(Graph graph) : EndToEndTest(graph)
{
    [Fact]
    public async Task Every_question_that_can_be_answered_is_answered_from_its_document()
    {
        var answers = await Task.WhenAll(Questions.Answered.Select(async asked =>
            (asked.Question, asked.Document, (await Graph.Anyone.AskAsync(Somebody(), asked.Question)).Must(200).Content)));

        Assert.DoesNotContain(
            answers, answer => !Regex.IsMatch(answer.Content, $@"^Source: .*\({Regex.Escape(answer.Document)}\)", RegexOptions.Multiline));
    }

    [Fact]
    public async Task Every_question_that_cannot_be_answered_is_answered_without_a_source()
    {
        var answers = await Task.WhenAll(Questions.Unanswered.Select(async question =>
            (question, (await Graph.Anyone.AskAsync(Somebody(), question)).Must(200).Content)));

        Assert.DoesNotContain(answers, answer => answer.Content.Contains("Source:", StringComparison.Ordinal));
    }
}

[Collection<OnEventingGraph>]
public sealed class KnowledgeOverEventing(EventingGraph graph) : KnowledgeSuite(graph);

[Collection<OnDirectGraph>]
public sealed class KnowledgeOverDirect(DirectGraph graph) : KnowledgeSuite(graph);
