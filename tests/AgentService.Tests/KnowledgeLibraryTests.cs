using AgentService.Knowledge;

namespace AgentService.Tests;

public sealed class KnowledgeLibraryTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("knowledge-");

    [Fact]
    public void Documents_that_change_come_or_go_are_read_again()
    {
        Write("cars", "wheels.md", "# Wheels\n\nRound.");
        var library = KnowledgeLibrary.Load(_directory.FullName);
        Assert.False(library.Refresh());

        Write("cars", "wheels.md", "# Wheels\n\nQuite round.");
        Assert.True(library.Refresh());
        Assert.Equal("Quite round.", Assert.Single(library.Passages).Content);

        Write("boats", "sails.md", "# Sails\n\nWhite.");
        Assert.True(library.Refresh());
        Assert.Equal(["boats", "cars"], library.KnowledgeBases.Order(StringComparer.Ordinal));

        File.Delete(Path.Combine(_directory.FullName, "cars", "wheels.md"));
        Assert.True(library.Refresh());
        Assert.Equal("White.", Assert.Single(library.Passages).Content);
        Assert.False(library.Refresh());
    }

    [Fact]
    public void While_the_documents_are_away_what_was_read_stays()
    {
        Write("cars", "wheels.md", "# Wheels\n\nRound.");
        var library = KnowledgeLibrary.Load(_directory.FullName);
        _directory.MoveTo(_directory.FullName + "-away");

        Assert.ThrowsAny<IOException>(() => library.Refresh());
        Assert.Single(library.Passages);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private void Write(string folder, string file, string content) =>
        File.WriteAllText(Path.Combine(_directory.CreateSubdirectory(folder).FullName, file), content);
}
