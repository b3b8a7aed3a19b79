using System.Threading.Channels;

namespace Load.Floor;

/// <summary>Whatever came while the last batch ran makes the next one.</summary>
internal sealed class FloorBatcher<T>
{
    private readonly Channel<T> _waiting = Channel.CreateUnbounded<T>(new() { SingleReader = true });

    public FloorBatcher(int most, Func<T[], Task> run) => _ = Task.Run(() => RunAsync(most, run));

    public void Add(T item) => _waiting.Writer.TryWrite(item);

    private async Task RunAsync(int most, Func<T[], Task> run)
    {
        var batch = new List<T>(most);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < most && _waiting.Reader.TryRead(out var item)) batch.Add(item);
            await run([.. batch]);
            batch.Clear();
        }
    }
}
