using AgentService.Knowledge;

namespace AgentService.Tests;

public sealed class IndexChangesTests
{
    private static readonly Passage _first = new("base", "cars.md", "Cars", "Wheels", "", 0, "Round.");
    private static readonly Passage _second = _first with { Section = "Doors", Ordinal = 1, Content = "Four." };

    [Fact]
    public void An_index_that_says_the_same_is_left_alone()
    {
        var changes = IndexChanges.Between(Indexed(_first, _second), [_first, _second]);

        Assert.Empty(changes.Obsolete);
        Assert.Empty(changes.New);
    }

    [Fact]
    public void Only_a_changed_passage_is_written_anew()
    {
        var changes = IndexChanges.Between(Indexed(_first, _second), [_first, _second with { Keywords = "gates" }]);

        Assert.Equal([2L], changes.Obsolete);
        Assert.Equal("gates", Assert.Single(changes.New).Keywords);
    }

    [Fact]
    public void A_passage_that_is_gone_is_removed()
    {
        var changes = IndexChanges.Between(Indexed(_first, _second), [_second]);

        Assert.Equal([1L], changes.Obsolete);
        Assert.Empty(changes.New);
    }

    // The index as it is after these passages were written to an empty one.
    private static IEnumerable<IndexedPassage> Indexed(params Passage[] passages) => IndexChanges.Between([], passages).New
        .Select((row, index) => new IndexedPassage(index + 1, row.KnowledgeBase, row.Document, row.Ordinal, row.ContentHash));
}
