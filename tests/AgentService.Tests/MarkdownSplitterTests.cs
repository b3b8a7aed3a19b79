using AgentService.Knowledge;

namespace AgentService.Tests;

public sealed class MarkdownSplitterTests
{
    [Fact]
    public void Every_section_becomes_a_passage_that_knows_where_it_comes_from()
    {
        var passages = Split("# Cars\n\nIntroduction.\n\n## Wheels\n\nRound.\n\n### Winter\n\nWith studs.\n\n## Doors\n\nFour.");

        Assert.Equal(["", "Wheels", "Wheels › Winter", "Doors"], passages.Select(passage => passage.Section));
        Assert.Equal(["Introduction.", "Round.", "With studs.", "Four."], passages.Select(passage => passage.Content));
        Assert.Equal([0, 1, 2, 3], passages.Select(passage => passage.Ordinal));
        Assert.All(passages, passage => Assert.Equal(("base", "cars.md", "Cars"), (passage.KnowledgeBase, passage.Document, passage.Title)));
    }

    [Fact]
    public void Keywords_belong_to_their_section_and_are_not_shown()
    {
        var passages = Split("# Cars\n\n## Wheels\n<!-- also: tyres, rims -->\n\nRound.\n\n## Doors\n<!-- a note -->\n\nFour.");

        Assert.Equal([("tyres, rims", "Round."), ("", "Four.")], passages.Select(passage => (passage.Keywords, passage.Content)));
    }

    [Fact]
    public void A_hash_in_a_code_block_is_not_a_heading()
    {
        var passage = Assert.Single(Split("# Cars\n\n```sh\n# start\n\n## now\n```"));

        Assert.Equal("```sh\n# start\n\n## now\n```", passage.Content);
    }

    [Fact]
    public void A_long_section_is_cut_between_paragraphs_and_nothing_is_lost()
    {
        var paragraphs = Enumerable.Range(0, 20).Select(number => $"{number} {new string('x', 300)}").ToList();

        var passages = Split("# Cars\n\n## Wheels\n\n" + string.Join("\n\n", paragraphs));

        Assert.True(passages.Count > 1);
        Assert.All(passages, passage => Assert.InRange(passage.Content.Length, 1, MarkdownSplitter.MaxPassageLength + 2));
        Assert.Equal(paragraphs, passages.SelectMany(passage => passage.Content.Split("\n\n")));
    }

    [Fact]
    public void A_document_without_a_heading_is_called_by_its_file_name() => Assert.Equal("cars", Assert.Single(Split("Just text.")).Title);

    [Theory]
    [InlineData("")]
    [InlineData("# Only a title")]
    [InlineData("<!-- also: nothing -->")]
    public void A_document_that_says_nothing_has_no_passages(string markdown) => Assert.Empty(Split(markdown));

    private static IReadOnlyList<Passage> Split(string markdown) => MarkdownSplitter.Split("base", "cars.md", markdown);
}
