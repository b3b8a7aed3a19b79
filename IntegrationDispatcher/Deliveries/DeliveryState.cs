using IntegrationDispatcher.Integrations;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Where a delivery stands, and where it stands after an attempt. Pure.</summary>
/// <param name="Attempts">How many were made.</param>
/// <param name="MaxAttempts">How many may be made.</param>
/// <param name="NextAttemptAt">Null once the delivery has ended.</param>
internal sealed record DeliveryState(
    DeliveryStatus Status, int Attempts, int MaxAttempts, DateTimeOffset? NextAttemptAt, DateTimeOffset ExpiresAt, string? Error = null)
{
    public bool HasEnded => NextAttemptAt is null;

    /// <param name="chance">From 0 up to 1, evenly spread: where in the jitter's range the wait falls.</param>
    public DeliveryState After(Outcome outcome, RetryRhythm rhythm, DateTimeOffset now, double chance)
    {
        var tried = this with { Attempts = Attempts + 1 };
        return outcome switch
        {
            Outcome.NotYet notYet => notYet.NotBefore >= ExpiresAt ? Expired() : this with { NextAttemptAt = notYet.NotBefore, Error = notYet.Reason },
            Outcome.Delivered => tried.Ended(DeliveryStatus.Success, null),
            Outcome.Refused refused => tried.Ended(DeliveryStatus.Failed, refused.Reason),
            Outcome.Uncertain uncertain => tried.Ended(DeliveryStatus.Failed, uncertain.Reason),
            Outcome.Gone gone => tried.Ended(DeliveryStatus.Failed, gone.Reason),
            Outcome.TryAgain again => tried.Repeated(again, rhythm, now, chance),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Its time ran out before it could be tried.</summary>
    public DeliveryState Expired() => Ended(DeliveryStatus.Expired, Error ?? "it could not be tried in time");

    /// <summary>Attempts were begun and none came to a result, as when each kills its process.</summary>
    public DeliveryState Abandoned() => Ended(DeliveryStatus.Failed, "it could not be completed");

    private DeliveryState Repeated(Outcome.TryAgain again, RetryRhythm rhythm, DateTimeOffset now, double chance)
    {
        if (Attempts >= MaxAttempts) return Ended(DeliveryStatus.Failed, again.Reason);
        var next = now + rhythm.WaitAfter(Attempts, chance);
        if (again.NotBefore is { } notBefore && notBefore > next) next = notBefore;
        return next >= ExpiresAt
            ? Ended(DeliveryStatus.Expired, again.Reason)
            : this with { Status = DeliveryStatus.Retrying, NextAttemptAt = next, Error = again.Reason };
    }

    private DeliveryState Ended(DeliveryStatus status, string? error) => this with { Status = status, NextAttemptAt = null, Error = error };
}

/// <summary>How long to wait between attempts. Pure.</summary>
/// <param name="Delay">The wait after the first attempt.</param>
/// <param name="Doubles">Whether each wait is twice the one before.</param>
internal sealed record RetryRhythm(TimeSpan Delay, bool Doubles)
{
    private const double Jitter = 0.2;
    private static readonly TimeSpan _longest = TimeSpan.FromDays(30);

    /// <param name="attempts">How many were made, at least 1.</param>
    public TimeSpan WaitAfter(int attempts, double chance)
    {
        var seconds = Delay.TotalSeconds * (Doubles ? Math.Pow(2, attempts - 1) : 1);
        return TimeSpan.FromSeconds(Math.Min(seconds * (1 - Jitter + (2 * Jitter * chance)), _longest.TotalSeconds));
    }
}
