using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace AppHost.Tests.Publishing;

/// <summary>How a compose file is read.</summary>
internal static partial class ComposeText
{
    public const string File = "docker-compose.yaml";

    public static YamlMappingNode Read(Publication compose)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(compose.Files[File]));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    /// <summary>Something that whoever deploys gives, or may give.</summary>
    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)(:-(?<default>[^}]*)|:\?[^}]+)\}", RegexOptions.ExplicitCapture)]
    public static partial Regex Variable();
}
