using System.Diagnostics;

namespace EndToEnd.Tests.Support;

/// <summary>Waits for a fact, not for a time. The limit is far beyond what anything takes; it only ends a test that has failed.</summary>
public static class Poll
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    public static Task UntilAsync(Func<bool> isSo, string fact) => UntilAsync(() => Task.FromResult(isSo()), fact);

    public static Task UntilAsync(Func<Task<bool>> isSo, string fact) =>
        ForAsync(async () => await isSo() ? fact : null, fact);

    /// <returns>The first answer that is not null.</returns>
    public static async Task<T> ForAsync<T>(Func<Task<T?>> ask, string fact)
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await ask() is { } answer) return answer;
            if (Stopwatch.GetElapsedTime(started) > _limit) Assert.Fail($"Never came true: {fact}.");
            await Task.Delay(_pause, TestContext.Current.CancellationToken);
        }
    }
}
