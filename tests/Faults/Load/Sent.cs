namespace Faults.Load;

/// <summary>What somebody sent, and what they know of it.</summary>
/// <param name="Key">Its <c>Idempotency-Key</c>; also a word of its content, by which it is known.</param>
/// <param name="Number">Among those of this person over this door: they were sent in this order.</param>
internal sealed record Sent(string Key, string Person, Door Door, int Number)
{
    public Intake Intake { get; set; } = Intake.Unknown;

    /// <summary>Null until a call said so.</summary>
    public string? RequestId { get; set; }

    /// <summary>What came back in the call that waited for it; null when none did.</summary>
    public string? Answer { get; set; }

    /// <summary>The status of an answer that was neither a yes nor "not now"; null when there was none.</summary>
    public int? Refusal { get; set; }

    /// <summary>What is known to fail.</summary>
    public bool IsPoison { get; init; }

    public string Content => IsPoison ? $"{Key} {FarSides.ModelServer.Poison}" : Key;
}

/// <summary>By which door something came in.</summary>
internal enum Door
{
    Web,
    Cli,
    Teams,
    Tool,
}

/// <summary>What became of a call.</summary>
internal enum Intake
{
    /// <summary>Broken off, or a 503: accepted once, or not at all.</summary>
    Unknown,

    Accepted,
}
