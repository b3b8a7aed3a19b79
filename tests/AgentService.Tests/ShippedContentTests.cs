using AgentService.Agents;
using AgentService.Knowledge;

namespace AgentService.Tests;

public sealed class ShippedContentTests
{
    private static readonly string _config = Path.Combine(AppContext.BaseDirectory, "Config");
    private static readonly KnowledgeLibrary _library = KnowledgeLibrary.Load(Path.Combine(_config, "knowledge"));

    [Fact]
    public void The_agents_that_are_shipped_answer_from_the_knowledge_that_is_shipped_and_use_tools_that_there_are()
    {
        var agents = FlowConversation.Shipped(FlowConversation.ToolsWith(new()));

        Assert.Equal(["knowledge", "laptop-refresh", "password-reset", "routing-agent", "software-request"], agents.All.Select(agent => agent.Name).Order());
        Assert.Equal(["it-self-service"], agents.Find("knowledge")!.Knowledge);
        Assert.All(agents.All, agent => Assert.NotEmpty(agent.Examples));
        Assert.Null(agents.Find("nobody"));
    }

    [Fact]
    public void A_question_that_knowledge_answers_goes_into_no_flow()
    {
        var router = new Router(FlowConversation.Shipped(FlowConversation.ToolsWith(new())));

        Assert.All([.. Questions.Answered.Select(asked => asked.Question), .. Questions.Unanswered], question => Assert.Null(router.Match(question)));
    }

    [Theory]
    [InlineData("return me to the router")]
    [InlineData("no")]
    [InlineData("ok")]
    public async Task Who_needs_nothing_is_passed_on_to_nobody(string content) =>
        Assert.Null(await new Router(FlowConversation.Shipped(FlowConversation.ToolsWith(new()))).ChooseAsync(content, null, TestContext.Current.CancellationToken));

    [Fact]
    public void Every_section_fits_into_one_answer_and_says_how_else_people_ask_for_it()
    {
        var sections = _library.Passages.Where(passage => passage.Section.Length > 0).ToList();

        Assert.All(sections, passage => Assert.NotEqual("", passage.Keywords));
        Assert.Equal(sections.Count, sections.Select(passage => (passage.Document, passage.Section)).Distinct().Count());
    }

    [Fact]
    public void Every_question_is_about_a_document_that_is_shipped()
    {
        var documents = _library.Passages.Select(passage => passage.Document).ToHashSet();

        Assert.All(Questions.Answered, question => Assert.Contains(question.Document, documents));
    }
}
