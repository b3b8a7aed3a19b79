using System.Diagnostics;

namespace Load;

/// <summary>Calls that begin at a steady rate, whether those before them have been answered or not.</summary>
internal static class OpenLoop
{
    /// <param name="call">Is given its number.</param>
    /// <returns>
    /// What each came to, and how long it took in milliseconds, from when it was due: one that could not begin in time has waited like any other.
    /// </returns>
    public static async Task<IReadOnlyList<(T Result, double Milliseconds)>> RunAsync<T>(int perSecond, TimeSpan time, Func<int, Task<T>> call)
    {
        var calls = new Task<(T, double)>[(int)(perSecond * time.TotalSeconds)];
        var begun = Stopwatch.GetTimestamp();
        for (var number = 0; number < calls.Length; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / perSecond);
            if (due - Stopwatch.GetElapsedTime(begun) is { Ticks: > 0 } early) await Task.Delay(early);
            calls[number] = CallAsync(number, begun + (long)(due.TotalSeconds * Stopwatch.Frequency));
        }

        return await Task.WhenAll(calls);

        async Task<(T, double)> CallAsync(int number, long due) => (await call(number), Stopwatch.GetElapsedTime(due).TotalMilliseconds);
    }
}
