namespace EndToEnd.Tests.Graphs;

/// <summary>
/// Graphs of several test programs take turns on a machine: each has a dozen processes, and one that is being broken on purpose should not be
/// starved by another besides. Gone with the process that has it.
/// </summary>
internal sealed class GraphTurn : IDisposable
{
    private static readonly string _path = Path.Combine(Path.GetTempPath(), $"self-service-agent-graph-{Environment.UserName}.lock");
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500), _patience = TimeSpan.FromHours(1);

    private readonly FileStream _lock;

    private GraphTurn(FileStream held) => _lock = held;

    public static async Task<GraphTurn> TakeAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new(new(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e)
            {
                if (TimeProvider.System.GetElapsedTime(started) > _patience) throw new InvalidOperationException($"{_path} is never free.", e);
                await Task.Delay(_pause);
            }
        }
    }

    public void Dispose() => _lock.Dispose();
}
