using System.Globalization;

namespace AgentService.Turns;

/// <summary>What a session has used of the language model so far; the maxima are those of single turns.</summary>
internal sealed record TokenSummary(long Input, long Output, long Calls, long MaxSingleInput, long MaxSingleOutput, long MaxSingleTotal)
{
    /// <summary>As programs read it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"TOKEN_SUMMARY:INPUT:{Input}:OUTPUT:{Output}:TOTAL:{Input + Output}:CALLS:{Calls}:MAX_SINGLE_INPUT:{MaxSingleInput}:MAX_SINGLE_OUTPUT:{MaxSingleOutput}:MAX_SINGLE_TOTAL:{MaxSingleTotal}");
}
