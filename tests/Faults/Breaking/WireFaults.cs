namespace Faults.Breaking;

/// <summary>Every connection to a server is reset; new ones work.</summary>
internal sealed record Cut(Wire Wire, string To) : Fault($"connections to {To} cut")
{
    public override Task BreakAsync(Random random)
    {
        Wire.CutAll();
        return Task.CompletedTask;
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
