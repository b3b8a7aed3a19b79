using System.Net;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace IntegrationDispatcher.Integrations.Email;

/// <summary>
/// An agent's Markdown as HTML for a mail. What an agent writes may come from anywhere, so nothing in it is live but links to the web and
/// to addresses: no HTML, and no pictures, which would be fetched when the mail is opened and tell on its reader. Pure.
/// </summary>
internal static class MailMarkdown
{
    private const int MaxLength = 50_000; // the time that parsing takes can grow with the square of it

    private static readonly MarkdownPipeline _pipeline =
        new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoLinks().UseEmphasisExtras().Build();

    public static string ToHtml(string markdown)
    {
        if (markdown.Length > MaxLength) return AsItIs(markdown);
        try
        {
            var document = Markdown.Parse(markdown, _pipeline);
            foreach (var link in document.Descendants<LinkInline>().ToList()) Disarm(link);
            foreach (var link in document.Descendants<AutolinkInline>().Where(link => !link.IsEmail && !IsSafe(link.Url)).ToList())
                link.ReplaceBy(new LiteralInline(link.Url));
            return document.ToHtml(_pipeline);
        }
        catch (ArgumentException)
        {
            return AsItIs(markdown); // nested too deep
        }
    }

    private static string AsItIs(string markdown) => $"<pre style=\"white-space: pre-wrap\">{WebUtility.HtmlEncode(markdown)}</pre>";

    private static void Disarm(LinkInline link)
    {
        var url = link.GetDynamicUrl?.Invoke() ?? link.Url;
        (link.GetDynamicUrl, link.Url, link.IsImage) = (null, url, false);
        if (link.FirstChild is null) link.AppendChild(new LiteralInline(url ?? ""));
        if (!IsSafe(url)) link.ReplaceBy(new ContainerInline());
        else link.GetAttributes().AddProperty("rel", "noopener noreferrer");
    }

    private static bool IsSafe(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https" or "mailto";
}
