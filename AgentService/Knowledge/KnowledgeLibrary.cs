using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace AgentService.Knowledge;

/// <summary>The documents of all knowledge bases as they lie on disk, cut into passages.</summary>
public sealed class KnowledgeLibrary
{
    private readonly string _directory;
    private Content _content;
    private long _stamp;

    private KnowledgeLibrary(string directory)
    {
        _directory = directory;
        _stamp = Stamp();
        _content = Read();
    }

    public IReadOnlyList<Passage> Passages => _content.Passages;

    public IReadOnlySet<string> KnowledgeBases => _content.KnowledgeBases;

    public static KnowledgeLibrary Load(IOptions<KnowledgeOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Load(Path.Combine(AppContext.BaseDirectory, options.Value.Directory));
    }

    /// <param name="directory">One folder per knowledge base, with <c>*.md</c> in it at any depth.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static KnowledgeLibrary Load(string directory) => new(directory);

    /// <summary>Reads the documents again when one has changed, come or gone. For one caller at a time.</summary>
    /// <returns>Whether it has read them.</returns>
    /// <exception cref="IOException">They cannot be read at the moment, and what was read before stays.</exception>
    public bool Refresh()
    {
        var stamp = Stamp();
        if (stamp == _stamp) return false;
        _content = Read();
        _stamp = stamp; // taken before reading: what is saved meanwhile is read the next time
        return true;
    }

    private Content Read()
    {
        if (!Directory.Exists(_directory))
        {
            throw new DirectoryNotFoundException(
                $"{KnowledgeOptions.Section}:{nameof(KnowledgeOptions.Directory)} names {_directory}, which does not exist.");
        }

        var folders = Directory.GetDirectories(_directory).Order(StringComparer.Ordinal).ToList();
        return new([.. folders.SelectMany(PassagesOf)], folders.Select(folder => Path.GetFileName(folder)).ToFrozenSet(StringComparer.Ordinal));
    }

    private static IEnumerable<Passage> PassagesOf(string folder) =>
        from file in Directory.GetFiles(folder, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let document = Path.GetRelativePath(folder, file).Replace('\\', '/')
        from passage in MarkdownSplitter.Split(Path.GetFileName(folder), document, File.ReadAllText(file))
        select passage;

    private long Stamp() => ContentStamp.Of(_directory, "*.md", SearchOption.AllDirectories);

    private sealed record Content(IReadOnlyList<Passage> Passages, FrozenSet<string> KnowledgeBases);
}
