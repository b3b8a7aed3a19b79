using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SlackFarSide.Workspaces;

namespace SlackFarSide.App;

/// <summary>
/// Sends events to the app, again and again until it takes them or Slack would give up; see https://docs.slack.dev/apis/events-api. As at
/// Slack, events of one channel may overtake each other.
/// </summary>
internal sealed partial class Events(
    AppClient app, IOptions<SlackSettings> settings, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<Events> logger)
{
    private const string Path = "/slack/events";
    private const int Memory = 5000;

    private static readonly TimeSpan[] _retryDelays = [TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];

    private readonly ConcurrentQueue<SentEvent> _sent = [];

    /// <summary>The latest ones, in order.</summary>
    public IEnumerable<SentEvent> Sent => _sent;

    public void Send(JsonObject @event)
    {
        var sent = new SentEvent(Ids.New("Ev"), @event);
        _sent.Enqueue(sent);
        if (_sent.Count > Memory) _sent.TryDequeue(out _);
        _ = Task.Run(() => SendAsync(sent, lifetime.ApplicationStopping));
    }

    /// <summary>What Slack sends when somebody enters the app's URL.</summary>
    /// <returns>Whether the app answered the challenge.</returns>
    public async Task<bool> VerifyUrlAsync(CancellationToken cancellationToken)
    {
        var challenge = Ids.New("");
        var body = SlackJson.Bytes(new { Token = Ids.VerificationToken, Challenge = challenge, Type = "url_verification" });
        var answer = await app.SendAsync(Path, body, SlackJson.Type, [], cancellationToken);
        return answer.Problem is null && answer.Body.Contains(challenge, StringComparison.Ordinal);
    }

    private async Task SendAsync(SentEvent sent, CancellationToken cancellationToken)
    {
        var body = SlackJson.Bytes(EnvelopeOf(sent));
        var answer = await TryAsync(sent, body, [], cancellationToken);
        foreach (var (index, delay) in (settings.Value.RetryDelays ?? _retryDelays).Index())
        {
            if (answer.Problem is null || answer.NoRetry) return;
            await Task.Delay(delay, clock, cancellationToken);
            answer = await TryAsync(
                sent, body, [("X-Slack-Retry-Num", $"{index + 1}"), ("X-Slack-Retry-Reason", answer.Problem)], cancellationToken);
        }
    }

    private async Task<AppAnswer> TryAsync(
        SentEvent sent, byte[] body, IEnumerable<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var answer = await app.SendAsync(Path, body, SlackJson.Type, headers, cancellationToken);
        sent.Attempts.Enqueue(new(answer.Status, answer.Problem, (int)clock.GetElapsedTime(began).TotalMilliseconds));
        LogSent(logger, sent.EventId, sent.Type, sent.Attempts.Count, answer.Problem ?? "taken");
        return answer;
    }

    private object EnvelopeOf(SentEvent sent) => new
    {
        Token = Ids.VerificationToken,
        TeamId = Ids.Team,
        ApiAppId = Ids.App,
        sent.Event,
        Type = "event_callback",
        sent.EventId,
        EventTime = clock.GetUtcNow().ToUnixTimeSeconds(),
        Authorizations = new[] { new { TeamId = Ids.Team, UserId = Ids.BotUser, IsBot = true, IsEnterpriseInstall = false } },
        IsExtSharedChannel = false,
        EventContext = $"4-{sent.EventId}",
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "event.sent {EventId} {Type}, attempt {Attempt}: {Outcome}")]
    private static partial void LogSent(ILogger logger, string eventId, string type, int attempt, string outcome);
}

/// <summary>An event, and how the app took it.</summary>
internal sealed record SentEvent(string EventId, JsonObject Event)
{
    public string Type => Event.TextOf("type")!;

    public ConcurrentQueue<EventAttempt> Attempts { get; } = [];
}

/// <param name="TookMs">How long the app let Slack wait, in milliseconds.</param>
internal sealed record EventAttempt(int? Status, string? Problem, int TookMs);
