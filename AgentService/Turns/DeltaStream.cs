using System.Text;
using System.Threading.Channels;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Turns;

/// <summary>
/// The pieces of one attempt's answer on their way out. What the agent says while one is being published goes together in the next, so a
/// slow way makes fewer and longer pieces. Neither a slow way nor a broken one holds the agent up.
/// </summary>
internal sealed class DeltaStream : IDisposable
{
    private const int MaxQueued = 4096;

    private readonly Channel<string> _said = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly Func<(int Index, string Text), Task<bool>> _tryPublish;

    /// <param name="tryPublish">False ends the stream: whoever listens could make nothing of the pieces after a gap.</param>
    public DeltaStream(Func<(int Index, string Text), Task<bool>> tryPublish)
    {
        _tryPublish = tryPublish;
        Published = Task.Run(RunAsync);
    }

    /// <summary>Completes when there is nothing left to publish.</summary>
    public Task Published { get; }

    public void Add(string text)
    {
        if (!_said.Writer.TryWrite(text)) _said.Writer.TryComplete(); // too far behind: better no more pieces than one left out
    }

    /// <summary>Nothing more will be said; what was said is still published.</summary>
    public void Dispose() => _said.Writer.TryComplete();

    private async Task RunAsync()
    {
        var waiting = "";
        var index = 0;
        while (await _said.Reader.WaitToReadAsync())
        {
            waiting += SaidMeanwhile();
            while (LengthOfNext(waiting) is > 0 and var length)
            {
                if (!await _tryPublish((index++, Storable.Clean(waiting[..length]))))
                {
                    _said.Writer.TryComplete();
                    return;
                }

                waiting = waiting[length..] + SaidMeanwhile();
            }
        }
    }

    private string SaidMeanwhile()
    {
        var all = new StringBuilder();
        while (_said.Reader.TryRead(out var text)) all.Append(text);
        return all.ToString();
    }

    // Half a character is held back until its other half has come.
    private static int LengthOfNext(string waiting)
    {
        var length = Math.Min(waiting.Length, ResponseDelta.MaxLength);
        return length > 0 && char.IsHighSurrogate(waiting[length - 1]) ? length - 1 : length;
    }
}
