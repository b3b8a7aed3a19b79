namespace Faults.Breaking;

/// <summary>The time of day by which the agents and the dispatchers live; how long things take is not changed.</summary>
internal sealed class Clock : IDisposable
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    private readonly string _stamp = Path.GetTempFileName();

    public Clock() => Jump(TimeSpan.Zero);

    public void Jump(TimeSpan by) => File.WriteAllText(_stamp, FormattableString.Invariant($"{by.TotalSeconds:+0;-0;+0}s"));

    public void Dispose() => File.Delete(_stamp);

    /// <summary>A process that is started so lives by this clock. See <c>faketime(1)</c>.</summary>
    public IEnumerable<(string Name, string Value)> Environment() => File.Exists(Library)
        ?
        [
            ("LD_PRELOAD", Library), ("FAKETIME_TIMESTAMP_FILE", _stamp), ("FAKETIME_CACHE_DURATION", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"), ("FAKETIME_FORCE_MONOTONIC_FIX", "0"),
        ]
        : throw new InvalidOperationException("faketime is not installed. Run eng/setup.sh --with-tests.");
}

/// <summary>The clock jumps, and jumps back.</summary>
internal sealed record ClockJump(Clock Clock, TimeSpan By)
    : Fault($"clock {(By > TimeSpan.Zero ? "ahead" : "back")} by {By.Duration().TotalSeconds:0} s")
{
    public override TimeSpan Longest => TimeSpan.FromSeconds(8);

    public override Task BreakAsync(Random random)
    {
        Clock.Jump(By);
        return Task.CompletedTask;
    }

    public override Task MendAsync()
    {
        Clock.Jump(TimeSpan.Zero);
        return Task.CompletedTask;
    }
}
