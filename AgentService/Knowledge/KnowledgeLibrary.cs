using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace AgentService.Knowledge;

/// <summary>The documents of all knowledge bases as they lie on disk, cut into passages. Read once, when the service starts.</summary>
public sealed class KnowledgeLibrary
{
    private KnowledgeLibrary(IReadOnlyList<Passage> passages, IEnumerable<string> knowledgeBases)
    {
        Passages = passages;
        KnowledgeBases = knowledgeBases.ToFrozenSet(StringComparer.Ordinal);
    }

    public IReadOnlyList<Passage> Passages { get; }

    public IReadOnlySet<string> KnowledgeBases { get; }

    public static KnowledgeLibrary Load(IOptions<KnowledgeOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Load(Path.Combine(AppContext.BaseDirectory, options.Value.Directory));
    }

    /// <param name="directory">One folder per knowledge base, with <c>*.md</c> in it at any depth.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static KnowledgeLibrary Load(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException(
                $"{KnowledgeOptions.Section}:{nameof(KnowledgeOptions.Directory)} names {directory}, which does not exist.");
        }

        var folders = Directory.GetDirectories(directory).Order(StringComparer.Ordinal).ToList();
        return new([.. folders.SelectMany(PassagesOf)], folders.Select(Path.GetFileName)!);
    }

    private static IEnumerable<Passage> PassagesOf(string folder) =>
        from file in Directory.GetFiles(folder, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let document = Path.GetRelativePath(folder, file).Replace('\\', '/')
        from passage in MarkdownSplitter.Split(Path.GetFileName(folder), document, File.ReadAllText(file))
        select passage;
}
