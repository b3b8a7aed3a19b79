using System.Text;
using SelfServiceAgent.Contracts;

namespace RequestManager.Responses;

/// <summary>
/// Puts the pieces of one answer in order. They come in any order, more than once or not at all; what is let through of an attempt is
/// always the beginning of its text, without a gap.
/// </summary>
internal sealed class DeltaOrder
{
    private const int MaxHeld = 256; // behind a gap that is never filled

    private readonly Dictionary<int, string> _held = [];
    private readonly StringBuilder _text = new();
    private long _making; // the attempt, as its maker counts
    private int _attempt; // the same as the caller counts
    private int _next;

    /// <returns>The pieces whose turn it is now.</returns>
    public IReadOnlyList<Delta> Take(ResponseDelta delta)
    {
        if (delta.Attempt > _making) Begin(delta.Attempt);
        if (delta.Attempt < _making || delta.Index < _next || (_held.Count == MaxHeld && delta.Index > _next)) return [];
        _held.TryAdd(delta.Index, delta.Text);
        var due = new List<Delta>();
        while (_held.Remove(_next, out var text)) due.Add(Pass(text));
        return due;
    }

    /// <summary>What is missing of the answer, so that the pieces of the last attempt make the whole whatever was lost.</summary>
    /// <returns>Null when nothing is missing.</returns>
    public Delta? Complete(string content)
    {
        var soFar = _text.ToString();
        if (soFar == content) return null;
        if (content.StartsWith(soFar, StringComparison.Ordinal)) return Pass(content[soFar.Length..]);
        Begin(long.MaxValue); // the answer is that of an attempt whose first pieces were lost
        return Pass(content);
    }

    private void Begin(long making)
    {
        _making = making;
        _next = 0;
        _held.Clear();
        _text.Clear();
    }

    private Delta Pass(string text)
    {
        if (_next == 0) _attempt++;
        _text.Append(text);
        return new(text, _next++, _attempt);
    }
}
