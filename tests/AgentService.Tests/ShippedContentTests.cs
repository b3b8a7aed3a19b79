using AgentService.Agents;
using AgentService.Knowledge;

namespace AgentService.Tests;

public sealed class ShippedContentTests
{
    private static readonly string _config = Path.Combine(AppContext.BaseDirectory, "Config");
    private static readonly KnowledgeLibrary _library = KnowledgeLibrary.Load(Path.Combine(_config, "knowledge"));

    [Fact]
    public void The_router_that_is_shipped_answers_from_the_knowledge_that_is_shipped()
    {
        var agents = new AgentDirectory(AgentDefinitions.Load(Path.Combine(_config, "agents"), _library.KnowledgeBases, maxConcurrentTurns: 5));

        var router = agents.Find(AgentDirectory.RouterName);

        Assert.Equal(["it-self-service"], router!.Knowledge);
        Assert.NotEmpty(router.Examples);
        Assert.Null(agents.Find("nobody"));
    }

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
