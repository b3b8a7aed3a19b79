namespace AgentService.Tools;

/// <summary>How a call of a tool ended.</summary>
internal enum ToolOutcome
{
    /// <summary>It was called and answered.</summary>
    Called,

    /// <summary>It had been called before, and that answer was given again.</summary>
    Repeated,

    /// <summary>An earlier call had got through; its outcome was found at the far side.</summary>
    Found,

    /// <summary>The agent may not use it, or there is no such tool.</summary>
    Refused,

    /// <summary>An earlier call may still be on its way.</summary>
    TooSoon,

    Failed,

    /// <summary>It failed in a way that passes.</summary>
    FailedForNow,

    /// <summary>The turn was given up meanwhile.</summary>
    Cancelled,
}
