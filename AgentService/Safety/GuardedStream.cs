namespace AgentService.Safety;

/// <summary>
/// Passes on an answer while it is being written, without what will be redacted. Holds back what may be part of a secret or a card number that is not
/// complete yet, so that the pieces together are exactly the redacted answer.
/// </summary>
internal sealed class GuardedStream(Action<string> said)
{
    private const string KeyBlock = "-----BEGIN";

    /// <summary>More words than any secret has from its label to its end.</summary>
    private const int WordsToWait = 10;

    private static readonly string[] _labels = ["pass", "kennwort", "pwd", "secret", "token", "key", "api", "access", "account", "private", "bearer", "basic", "pin"];

    private string _held = "";

    public void Add(string text)
    {
        _held += text;
        var length = LengthThatIsSafe();
        if (length == 0) return;
        said(Redaction.Of(_held[..length]).Text);
        _held = _held[length..];
    }

    /// <summary>Nothing more will come.</summary>
    public void Complete()
    {
        if (_held.Length > 0) said(Redaction.Of(_held).Text);
        _held = "";
    }

    // Up to white space in which nothing to be redacted can lie, whatever comes after it.
    private int LengthThatIsSafe()
    {
        var end = _held.IndexOf(KeyBlock, StringComparison.Ordinal) is >= 0 and var block ? block : _held.Length;
        for (var length = end; length > 0; length--)
        {
            if (char.IsWhiteSpace(_held[length - 1]) && !(length > 1 && char.IsAsciiDigit(_held[length - 2])) && !EndsNearLabel(_held.AsSpan(0, length))) return length;
        }

        return 0;
    }

    private static bool EndsNearLabel(ReadOnlySpan<char> text)
    {
        var start = text.Length;
        for (var words = 0; words < WordsToWait && start > 0; words++)
        {
            while (start > 0 && char.IsWhiteSpace(text[start - 1])) start--;
            while (start > 0 && !char.IsWhiteSpace(text[start - 1])) start--;
        }

        foreach (var label in _labels)
        {
            if (text[start..].Contains(label, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
