using System.Text.Json.Nodes;

namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>What a call led to: a value or a problem.</summary>
internal sealed record SlackAnswer<T>(T? Value, SlackProblem? Problem)
{
    public static implicit operator SlackAnswer<T>(T value) => new(value, null);

    public static implicit operator SlackAnswer<T>(SlackProblem problem) => new(default, problem);
}

/// <summary>Who our token makes us.</summary>
internal sealed record SlackIdentity(string? UserId = null, string? TeamId = null, string? BotId = null);

/// <param name="Ts">Slack's number of the message in its channel.</param>
internal sealed record SlackPosted(string Channel, string Ts);

/// <summary>It is done, and there is nothing to tell.</summary>
internal sealed record SlackDone;

internal sealed record SlackOpened(SlackConversation Channel);

internal sealed record SlackConversation(string Id);

internal sealed record SlackPerson(SlackUser User);

/// <param name="IsStranger">From another workspace, met in a shared channel.</param>
internal sealed record SlackUser(
    string Id, bool IsBot = false, bool Deleted = false, SlackProfile? Profile = null, string? TeamId = null, bool IsStranger = false);

/// <param name="Email">Only with the scope <c>users:read.email</c>.</param>
internal sealed record SlackProfile(string? Email = null, string? RealName = null);

internal sealed record SlackPage(IReadOnlyList<SlackSeen> Messages, bool HasMore = false, SlackCursor? ResponseMetadata = null);

internal sealed record SlackSeen(string Ts, SlackMetadata? Metadata = null);

internal sealed record SlackCursor(string? NextCursor = null);

/// <summary>What an app lays beside a message for itself; nobody sees it in Slack.</summary>
internal sealed record SlackMetadata(string? EventType = null, JsonObject? EventPayload = null);

/// <summary>The body of <c>chat.postMessage</c>.</summary>
/// <param name="Text">For notifications and screen readers; mrkdwn.</param>
internal sealed record SlackPostBody(string Channel, string? ThreadTs, string Text, JsonArray Blocks, SlackMetadata Metadata)
{
    /// <summary>Nothing in the text becomes a mention or a link by itself.</summary>
    public string Parse { get; } = "none";

    public bool UnfurlLinks { get; }

    public bool UnfurlMedia { get; }
}

/// <summary>Why a call did not do what it should.</summary>
/// <param name="Code">Slack's error code, or else the HTTP status; null when there was no answer.</param>
/// <param name="Reason">In our words, without anything secret.</param>
/// <param name="NotBefore">When Slack wants to be asked again.</param>
/// <param name="Passes">Whether it may work later.</param>
/// <param name="MayBeDone">Whether the call may have been carried out all the same.</param>
internal sealed record SlackProblem(string? Code, string Reason, int? Status, DateTimeOffset? NotBefore, bool Passes, bool MayBeDone)
{
    public const string NoCode = "without_a_code";

    // Of the first two Slack says: "It's possible some aspect of the operation succeeded before the error was raised."
    private static readonly HashSet<string> _mayBeDone = ["internal_error", "fatal_error", NoCode];

    private static readonly HashSet<string> _passing =
        [.. _mayBeDone, "ratelimited", "rate_limited", "service_unavailable", "request_timeout", "team_added_to_org"];

    private static readonly HashSet<string> _tokens = ["invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"];

    public bool IsOfToken => Code is not null && _tokens.Contains(Code);

    public static SlackProblem Of(string code, int status, DateTimeOffset? notBefore) => new(
        code,
        _tokens.Contains(code) ? "Slack refuses our token" : $"Slack answered {code}",
        status,
        notBefore,
        Passes: _passing.Contains(code) || status is >= 500 or StatusCodes.Status429TooManyRequests or StatusCodes.Status408RequestTimeout,
        MayBeDone: _mayBeDone.Contains(code) || status >= 500);

    public static SlackProblem OfTransport(string reason, bool mayBeDone) => new(null, reason, null, null, Passes: true, mayBeDone);

    public Outcome ToOutcome() =>
        Passes ? new Outcome.TryAgain(Reason, NotBefore) { StatusCode = Status } : new Outcome.Refused(Reason) { StatusCode = Status };
}
