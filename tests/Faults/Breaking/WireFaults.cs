namespace Faults.Breaking;

/// <summary>Every connection to a server is reset, with all that is on its way there and back; new ones work.</summary>
internal sealed record Cut(Wire Wire, string To) : Fault($"connections to {To} cut")
{
    private static readonly TimeSpan _delay = TimeSpan.FromMilliseconds(100), _untilMuchIsOnItsWay = TimeSpan.FromSeconds(1);

    public override TimeSpan Longest => TimeSpan.Zero;

    public override async Task BreakAsync(Random random)
    {
        Wire.Delay = _delay;
        await Task.Delay(_untilMuchIsOnItsWay);
        Wire.CutAll();
        Wire.Delay = TimeSpan.Zero;
    }

    public override Task MendAsync() => Task.CompletedTask;
}

/// <summary>The server cannot be reached.</summary>
internal sealed record Unreachable(Wire Wire, string To) : Fault($"{To} unreachable")
{
    public override Task BreakAsync(Random random)
    {
        Wire.IsCut = true;
        Wire.CutAll();
        return Task.CompletedTask;
    }

    public override Task MendAsync()
    {
        Wire.IsCut = false;
        return Task.CompletedTask;
    }
}

/// <summary>All that goes to a server and comes from it takes its time.</summary>
internal sealed record Slow(Wire Wire, string To) : Fault($"{To} slow")
{
    public override Task BreakAsync(Random random)
    {
        Wire.Delay = TimeSpan.FromMilliseconds(random.Next(20, 200));
        return Task.CompletedTask;
    }

    public override Task MendAsync()
    {
        Wire.Delay = TimeSpan.Zero;
        return Task.CompletedTask;
    }
}
