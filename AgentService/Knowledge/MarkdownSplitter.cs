using System.Text;
using Markdig;
using Markdig.Syntax;

namespace AgentService.Knowledge;

/// <summary>Cuts a Markdown document into passages: at its headings, and long sections between two paragraphs.</summary>
public static class MarkdownSplitter
{
    /// <summary>What a person still reads as an answer. A single block, such as a table, is never cut, however long.</summary>
    public const int MaxPassageLength = 1_800;

    /// <summary>A comment that begins so, below a heading, lists how else people ask for the section.</summary>
    private const string KeywordsComment = "<!-- also:";

    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().Build();

    public static IReadOnlyList<Passage> Split(string knowledgeBase, string document, string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        var title = Path.GetFileNameWithoutExtension(document);
        var headings = new List<(int Level, string Text)>();
        var passages = new List<Passage>();
        var keywords = "";
        var content = new StringBuilder();

        foreach (var block in Markdown.Parse(markdown, _pipeline))
        {
            var text = markdown.Substring(block.Span.Start, block.Span.Length).Trim();
            switch (block)
            {
                case HeadingBlock { Level: 1 }:
                    Finish();
                    headings.Clear();
                    (title, keywords) = (HeadingText(text), "");
                    break;
                case HeadingBlock heading:
                    Finish();
                    headings.RemoveAll(above => above.Level >= heading.Level);
                    headings.Add((heading.Level, HeadingText(text)));
                    keywords = "";
                    break;
                case HtmlBlock { Type: HtmlBlockType.Comment }:
                    if (text.StartsWith(KeywordsComment, StringComparison.Ordinal))
                        keywords = text[KeywordsComment.Length..].Replace("-->", "", StringComparison.Ordinal).Trim();
                    break;
                default:
                    if (content.Length > 0 && content.Length + text.Length > MaxPassageLength) Finish();
                    if (content.Length > 0) content.Append("\n\n");
                    content.Append(text);
                    break;
            }
        }

        Finish();
        return passages;

        void Finish()
        {
            if (content.Length == 0) return;
            var section = string.Join(" › ", headings.Select(heading => heading.Text));
            passages.Add(new(knowledgeBase, document, title, section, keywords, passages.Count, content.ToString()));
            content.Clear();
        }
    }

    // Both spellings of a heading: "## Text ##", and "Text" underlined with = or -.
    private static string HeadingText(string source) => source.Split('\n')[0].Trim('#', ' ', '\r');
}
