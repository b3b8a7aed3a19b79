namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>
/// Cuts mrkdwn into pieces: after a paragraph where that wastes not much, else after a line, else after a word; never inside an escape, a
/// link or a character, and a block of code that is cut is closed and opened again. Pure.
/// </summary>
internal static class MrkdwnSections
{
    private const string Open = Mrkdwn.FenceMark + "\n";
    private const string Close = "\n" + Mrkdwn.FenceMark;
    private const int LongestEscape = 5;

    /// <param name="max">UTF-16 units a piece may have; more than any link has.</param>
    public static IReadOnlyList<string> Of(string mrkdwn, int max)
    {
        var pieces = new List<string>();
        var inFence = false;
        while (mrkdwn.Length > 0)
        {
            var (piece, rest, staysOpen) = Next(mrkdwn, max - Open.Length - Close.Length, inFence);
            var text = piece.Trim('\n').TrimEnd();
            if (text.Length > 0) pieces.Add((inFence ? Open : "") + text + (staysOpen ? Close : ""));
            (mrkdwn, inFence) = (rest, staysOpen);
        }

        return pieces;
    }

    private static (string Piece, string Remainder, bool StaysOpen) Next(string text, int room, bool inFence)
    {
        var cut = text.Length <= room ? text.Length : CutIn(text, room);
        var (stateAtEnd, lastFence) = FencesIn(text[..cut], inFence);
        if (stateAtEnd && lastFence > 0 && text[lastFence..cut].Trim().IndexOf('\n', StringComparison.Ordinal) < 0)
            (cut, stateAtEnd) = (lastFence, false); // no block of code is opened at the very end
        return (text[..cut], text[cut..], stateAtEnd);
    }

    private static int CutIn(string text, int room)
    {
        var window = text.AsSpan(0, room);
        if (window.LastIndexOf("\n\n") is var paragraph && paragraph >= room / 2) return paragraph + 2;
        if (window.LastIndexOf('\n') is var line && line >= room / 4) return line + 1;
        var end = room;
        while (window[..end].LastIndexOf(' ') is > 0 and var word)
        {
            if (!IsInLink(window[..word])) return word + 1;
            end = word;
        }

        return SafeCut(window);
    }

    private static int SafeCut(ReadOnlySpan<char> window)
    {
        var cut = window.Length;
        if (IsInLink(window)) return window.LastIndexOf('<') is > 0 and var link ? link : cut;
        var escape = window.LastIndexOf('&');
        if (escape > cut - LongestEscape && window[escape..].IndexOf(';') < 0) cut = escape;
        return char.IsHighSurrogate(window[cut - 1]) ? cut - 1 : cut;
    }

    private static bool IsInLink(ReadOnlySpan<char> before) => before.LastIndexOf('<') > before.LastIndexOf('>');

    private static (bool Open, int LastFence) FencesIn(string piece, bool open)
    {
        var last = 0;
        for (var start = 0; start < piece.Length;)
        {
            var end = piece.IndexOf('\n', start) is >= 0 and var at ? at : piece.Length;
            if (MarkdownMarks.Fence().IsMatch(piece[start..end])) (open, last) = (!open, start);
            start = end + 1;
        }

        return (open, last);
    }
}
