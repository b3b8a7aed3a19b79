using System.Diagnostics;
using AgentService.Agents;
using AgentService.Models;
using AgentService.Safety;
using AgentService.Tools;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace AgentService.Turns;

/// <summary>One turn from its claim to its published answer.</summary>
internal sealed partial class TurnRunner(
    GuardedAgents agents, SystemAgent system, Mailboxes mailboxes, DeltaPublisher deltas, ResponsePublisher responses,
    IOptions<TurnOptions> options, TimeProvider clock, ILogger<TurnRunner> logger)
{
    private static readonly TimeSpan _releaseTime = TimeSpan.FromSeconds(1);

    /// <param name="lost">Cancelled when the lease is lost or the replica stops. Never throws.</param>
    /// <returns>Whether a turn of this session can be claimed now, or may be.</returns>
    public async Task<bool> RunAsync(ClaimedTurn turn, CancellationToken lost)
    {
        using var activity = TurnTelemetry.Start(turn);
        try
        {
            var attempt = await AttemptAsync(turn, lost);
            var (outcome, isReady) = attempt.Outcome is TurnOutcome.Passed or TurnOutcome.Lost
                ? (attempt.Outcome, true)
                : await EndAsync(turn, attempt);
            Report(turn, attempt.Response, outcome, activity);
            return isReady;
        }
#pragma warning disable CA1031 // the database is away, or an answer cannot be stored: the lease runs out, or is given back, and the turn is begun again
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogInterrupted(logger, e, turn.Request.RequestId, turn.SessionId, turn.SessionSeq, turn.Attempt);
            await ReleaseAsync(turn, TurnPause.After(turn.Attempt), counts: !TransientFaults.IsOfDatabase(e));
            return true;
        }
    }

    private async Task<(TurnOutcome Outcome, bool IsReady)> EndAsync(ClaimedTurn turn, Attempt attempt)
    {
        var (outcome, response, notBefore) = attempt;
        if (response is null)
        {
            var pause = outcome == TurnOutcome.HandedOver ? TimeSpan.Zero : TurnPause.After(turn.Attempt, notBefore - clock.GetUtcNow());
            await ReleaseAsync(turn, pause, counts: outcome == TurnOutcome.WillTryAgain);
            return (outcome, true);
        }

        // Its epoch fences it, not this replica's idea of its lease.
        var completion = await mailboxes.CompleteAsync(turn, response, CancellationToken.None);
        if (!completion.IsComplete) return (TurnOutcome.Lost, true);
        responses.PublishInBackground(EventOf(turn, response));
        return (outcome, completion.NextIsReady);
    }

    private async Task<Attempt> AttemptAsync(ClaimedTurn turn, CancellationToken lost)
    {
        if (!turn.IsReadable) return Failed(turn, FailureCodes.Unreadable);
        if (turn.Attempt > options.Value.MaxAttempts) return Failed(turn, FailureCodes.AttemptsExhausted);
        if (clock.GetUtcNow() > turn.Request.ExpiresAt) return Failed(turn, FailureCodes.Undeliverable);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(lost);
        limit.CancelAfter(options.Value.Timeout);
        using var stream = deltas.Open(turn);
        var started = clock.GetTimestamp();
        try
        {
            var reply = turn.Request.Command is { } command
                ? new AgentReply.Answered(await system.AnswerAsync(command, turn, limit.Token))
                : await agents.AnswerAsync(turn.ForAgent(), stream is null ? null : stream.Add, limit.Token);
            if (reply is AgentReply.Passed passed)
            {
                // Passing on is free once: where replicas know different agents, a turn could go round between them for ever.
                var isPassed = await mailboxes.ReleaseAsync(turn, TimeSpan.Zero, counts: turn.AgentId != AgentDirectory.RouterName, passed.AgentId, limit.Token);
                return new(isPassed ? TurnOutcome.Passed : TurnOutcome.Lost);
            }

            var answer = ((AgentReply.Answered)reply).Answer;
            return new(TurnOutcome.Answered, TurnResponse.Of(turn, answer, clock.GetElapsedTime(started), clock.GetUtcNow()));
        }
        catch (UnknownAgentException)
        {
            return Failed(turn, FailureCodes.UnknownAgent);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            return new(TurnOutcome.HandedOver);
        }
        catch (Exception e) when (TransientFaults.IsOfDatabase(e) || e is ToolException { IsTooSoon: true })
        {
            LogAttemptFailed(logger, e, turn.Request.RequestId, turn.Bulkhead, turn.Attempt);
            return new(TurnOutcome.PutOff);
        }
#pragma warning disable CA1031 // whatever an agent throws counts against this turn, not against its session or this replica
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogAttemptFailed(logger, e, turn.Request.RequestId, turn.Bulkhead, turn.Attempt);
            return turn.Attempt >= options.Value.MaxAttempts || e is ModelException { Passes: false }
                ? Failed(turn, e is ModerationUnavailableException ? FailureCodes.Unchecked : FailureCodes.AttemptsExhausted)
                : new(TurnOutcome.WillTryAgain, NotBefore: (e as ModelException)?.NotBefore);
        }
    }

    private Attempt Failed(ClaimedTurn turn, string code) => new(TurnOutcome.Failed, TurnResponse.Failed(turn, code, clock.GetUtcNow()));

    private async Task ReleaseAsync(ClaimedTurn turn, TimeSpan pause, bool counts)
    {
        using var limit = new CancellationTokenSource(_releaseTime);
        try
        {
            await mailboxes.ReleaseAsync(turn, pause, counts, agentId: null, limit.Token);
        }
#pragma warning disable CA1031 // the lease runs out by itself
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotReleased(logger, e.Message, turn.SessionId);
        }
    }

    private static Envelope<ResponseReady> EventOf(ClaimedTurn turn, ResponseReady response) =>
        TurnResponse.ToEvent(response, turn.SessionSeq, turn.ReplyTo, turn.CorrelationId, Activity.Current?.Id ?? turn.TraceParent);

    private void Report(ClaimedTurn turn, ResponseReady? response, TurnOutcome outcome, Activity? activity)
    {
        activity?.SetTag("outcome", outcome);
        TurnTelemetry.Taken(turn, outcome);
        LogTaken(
            logger, turn.Request.RequestId, turn.SessionId, turn.SessionSeq, turn.Bulkhead, turn.Attempt, outcome,
            (string?)response?.Metadata?[FailureCodes.MetadataKey], turn.Lag.TotalMilliseconds, response?.ProcessingTimeMs);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "turn.taken {RequestId} {SessionId} {SessionSeq} {AgentId} {Attempt} {Outcome} {FailureCode} {LagMs} {ProcessingTimeMs}")]
    private static partial void LogTaken(
        ILogger logger, Guid requestId, Guid sessionId, int sessionSeq, string agentId, int attempt, TurnOutcome outcome, string? failureCode, double lagMs, int? processingTimeMs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "turn.attempt_failed {RequestId} {AgentId} {Attempt}")]
    private static partial void LogAttemptFailed(ILogger logger, Exception exception, Guid requestId, string agentId, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "turn.interrupted {RequestId} {SessionId} {SessionSeq} {Attempt}")]
    private static partial void LogInterrupted(ILogger logger, Exception exception, Guid requestId, Guid sessionId, int sessionSeq, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "turn.not_released {Reason} {SessionId}")]
    private static partial void LogNotReleased(ILogger logger, string reason, Guid sessionId);

    /// <param name="Response">Null when the turn has not ended.</param>
    /// <param name="NotBefore">Before this another attempt would be in vain; null when nobody knows.</param>
    private sealed record Attempt(TurnOutcome Outcome, ResponseReady? Response = null, DateTimeOffset? NotBefore = null);
}
