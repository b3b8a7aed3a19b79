namespace SlackFarSide;

/// <summary>A refusal by Slack's error code.</summary>
/// <param name="details">For whoever wonders why.</param>
internal sealed class SlackError(string code, params string[] details) : Exception(code)
{
    public const string RateLimited = "ratelimited";

    public object Answer { get; } =
        new { Ok = false, Error = code, ResponseMetadata = details.Length == 0 ? null : new { Messages = details } };

    public int Status => Message == RateLimited ? StatusCodes.Status429TooManyRequests : StatusCodes.Status200OK;
}
