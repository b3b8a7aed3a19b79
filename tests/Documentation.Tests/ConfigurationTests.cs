using System.Text.RegularExpressions;

namespace Documentation.Tests;

public sealed partial class ConfigurationTests
{
    // Named by someone else than an options class of ours.
    private static readonly string[] _others = ["ConnectionStrings:llama-agents", "ConnectionStrings:messaging", "OTEL_EXPORTER_OTLP_ENDPOINT"];

    [Fact]
    public void Every_setting_of_the_services_is_documented_with_its_default()
    {
        var documented = Documented();
        Assert.All(OptionKeys.All(), option =>
        {
            Assert.Contains(option.Key, documented.Keys);
            if (option.Value is not null) Assert.Equal((option.Key, option.Value), (option.Key, documented[option.Key]));
        });
    }

    [Fact]
    public void Every_documented_setting_of_the_services_exists() =>
        Assert.Empty(Documented().Keys.Except(OptionKeys.All().Keys).Except(_others));

    private static Dictionary<string, string> Documented()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "configuration.md"));
        var services = text[text.IndexOf("## Every service", StringComparison.Ordinal)..]; // the AppHost above has no options classes
        return Row().Matches(services).ToDictionary(row => row.Groups["key"].Value, row => row.Groups["default"].Value);
    }

    [GeneratedRegex(@"^\| `(?<key>[^`]+)` \| (`(?<default>[^`]*)`)? ?\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
