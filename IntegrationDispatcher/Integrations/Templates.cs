using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Fluid;

namespace IntegrationDispatcher.Integrations;

/// <summary>
/// An integration's Liquid templates, read once: those it is shipped with, each replaced by a file of the same name in a directory of the
/// operator's. Each is tried with a sample model, so that a misspelled variable stops the start and not a message.
/// </summary>
internal sealed partial class Templates
{
    private const int MaxSteps = 100_000; // a template of the operator's may loop

    private static readonly FluidParser _parser = new();
    private static readonly TemplateOptions _strict = new() { MaxSteps = MaxSteps, StrictVariables = true, StrictFilters = true };
    private static readonly TemplateOptions _lenient = new() { MaxSteps = MaxSteps };
    private static readonly HtmlEncoder _html = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly Dictionary<string, IFluidTemplate> _templates;

    private Templates(Dictionary<string, IFluidTemplate> templates) => _templates = templates;

    /// <param name="shipped">Their directory, below the service's own files.</param>
    /// <param name="key">The setting that names the operator's directory.</param>
    /// <param name="directory">The operator's directory; empty for none.</param>
    /// <param name="sample">A model in which every variable has a value.</param>
    /// <exception cref="TemplateException">One is missing or wrong; the message names file and line.</exception>
    public static Templates Read(
        string shipped, string key, string directory, IReadOnlyDictionary<string, object?> sample, params string[] names)
    {
        if (directory.Length > 0 && !Directory.Exists(directory))
            throw new TemplateException($"{key} names {directory}, which does not exist.");
        return new(names.ToDictionary(name => name, name =>
        {
            var own = Path.Combine(directory, $"{name}.liquid");
            var isOwn = directory.Length > 0 && File.Exists(own);
            return Parsed(isOwn ? own : Path.Combine(AppContext.BaseDirectory, shipped, $"{name}.liquid"), sample);
        }));
    }

    /// <returns>What the template makes of the model, as it is.</returns>
    public string Text(string name, IReadOnlyDictionary<string, object?> model) =>
        _templates[name].Render(Context(model, _lenient), NullEncoder.Default);

    /// <returns>HTML: every value is encoded that is not marked as HTML already.</returns>
    public string Html(string name, IReadOnlyDictionary<string, object?> model) => _templates[name].Render(Context(model, _lenient), _html);

    private static IFluidTemplate Parsed(string path, IReadOnlyDictionary<string, object?> sample)
    {
        if (!File.Exists(path)) throw new TemplateException($"{path} does not exist.");
        var source = File.ReadAllText(path);
        if (!_parser.TryParse(source, out var template, out var error))
            throw Wrong(path, ParsedLine().Match(error).Groups["line"].Value, error);
        try
        {
            template.Render(Context(sample, _strict), NullEncoder.Default);
            return template;
        }
        catch (Exception e) when (e is FluidException or InvalidOperationException or FileNotFoundException)
        {
            throw Wrong(path, LineOfName(source, e.Message), e is FileNotFoundException ? "templates cannot include others" : e.Message);
        }
    }

    private static TemplateException Wrong(string path, string line, string error) =>
        new($"{path}, line {(line.Length == 0 ? "1" : line)}: {error.Split('\n')[0].TrimEnd()}");

    // What is only found by rendering comes without a place, but with the name that is unknown.
    private static string LineOfName(string source, string error)
    {
        var name = QuotedName().Match(error) is { Success: true } quoted ? quoted.Groups["name"].Value : error;
        var at = source.IndexOf(name, StringComparison.Ordinal);
        return at < 0 ? "" : (source.AsSpan(0, at).Count('\n') + 1).ToString(CultureInfo.InvariantCulture);
    }

    private static TemplateContext Context(IReadOnlyDictionary<string, object?> model, TemplateOptions options)
    {
        var context = new TemplateContext(options);
        foreach (var (name, value) in model) context.SetValue(name, value);
        return context;
    }

    [GeneratedRegex(@"\((?<line>[0-9]+):[0-9]+\)", RegexOptions.ExplicitCapture)]
    private static partial Regex ParsedLine();

    [GeneratedRegex("'(?<name>[^']+)'", RegexOptions.ExplicitCapture)]
    private static partial Regex QuotedName();
}

/// <summary>A template is missing or wrong, so the service does not start.</summary>
internal sealed class TemplateException(string message) : Exception(message);
