using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Tests;

/// <summary>What every integration promises, whoever its far side is. A new one derives from this and plays its far side's moods.</summary>
public abstract class IntegrationContract
{
    private protected static Message Message { get; } = new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "john.doe", "laptop-refresh", "Your laptop", "Grüße, it is *on its way*.",
        IntegrationType.Web, new() { ["a"] = 1 }, null, new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));

    private protected static CancellationToken Ending => TestContext.Current.CancellationToken;

    /// <summary>How an attempt ends whose time ran out after the far side had the message: what the integration says of itself.</summary>
    private protected abstract Type WhenPerhapsSent { get; }

    /// <summary>The integration before a far side in that mood, with short time-outs.</summary>
    private protected abstract Task<Play> PlayAsync(Mood mood);

    [Fact]
    public async Task A_message_is_delivered_once()
    {
        await using var play = await PlayAsync(Mood.Takes);
        Assert.Null(play.Integration.Objection(play.Config));
        Assert.IsType<Outcome.Delivered>(await TryAsync(play));
        Assert.Equal(1, play.Taken());
    }

    [Fact]
    public async Task Nothing_can_be_sent_without_an_address()
    {
        await using var play = await PlayAsync(Mood.Takes);
        Assert.NotNull(play.Integration.Objection([]));
    }

    [Fact]
    public async Task A_probe_of_a_far_side_that_takes_messages_is_healthy_and_sends_none()
    {
        await using var play = await PlayAsync(Mood.Takes);
        Assert.Equal(Probe.Healthy, await play.Integration.ProbeAsync(Ending));
        Assert.Equal(0, play.Taken());
    }

    [Fact]
    public async Task A_far_side_that_cannot_now_is_tried_again()
    {
        await using var play = await PlayAsync(Mood.CannotNow);
        AssertSilentOnAddresses(play, Assert.IsType<Outcome.TryAgain>(await TryAsync(play)).Reason);
    }

    [Fact]
    public async Task A_far_side_that_says_no_is_not_asked_again()
    {
        await using var play = await PlayAsync(Mood.SaysNo);
        AssertSilentOnAddresses(play, Assert.IsType<Outcome.Refused>(await TryAsync(play)).Reason);
    }

    [Fact]
    public async Task A_far_side_that_wants_us_slower_is_tried_again_and_not_before_the_time_it_names()
    {
        await using var play = await PlayAsync(Mood.WantsUsSlower);
        var again = Assert.IsType<Outcome.TryAgain>(await TryAsync(play));
        Assert.Equal(play.NamesATime, again.NotBefore > TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task A_far_side_that_is_away_is_tried_again_and_its_address_is_not_repeated()
    {
        await using var play = await PlayAsync(Mood.Away);
        AssertSilentOnAddresses(play, Assert.IsType<Outcome.TryAgain>(await TryAsync(play)).Reason);
    }

    [Fact]
    public async Task An_attempt_cut_by_the_shut_down_reports_nothing_unless_it_must_not_be_repeated()
    {
        await using var play = await PlayAsync(Mood.Hangs);
        using var shutDown = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var attempt = play.Integration.TryAsync(Message, play.Config, shutDown.Token);
        Assert.NotSame(attempt, await Task.WhenAny(play.Reached, attempt));
        await shutDown.CancelAsync();
        if (play.Integration.KnowsRepetitions) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt);
        else Assert.IsType<Outcome.Uncertain>(await attempt);
    }

    [Fact]
    public async Task A_message_that_was_perhaps_sent_when_the_time_ran_out_ends_as_the_integration_says()
    {
        await using var play = await PlayAsync(Mood.HangsWithTheMessage);
        Assert.IsType(WhenPerhapsSent, await TryAsync(play));
        await play.Reached;
    }

    /// <summary>A loopback port where nobody listens.</summary>
    private protected static int DeadPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task<Outcome> TryAsync(Play play) => play.Integration.TryAsync(Message, play.Config, Ending);

    private static void AssertSilentOnAddresses(Play play, string reason) =>
        Assert.All(play.Addresses, address => Assert.DoesNotContain(address, reason, StringComparison.OrdinalIgnoreCase));
}

/// <summary>How a far side behaves.</summary>
internal enum Mood
{
    Takes,

    /// <summary>It answers that it cannot take the message for now.</summary>
    CannotNow,

    /// <summary>It answers that it will never take this message.</summary>
    SaysNo,

    /// <summary>It answers that it is asked too often.</summary>
    WantsUsSlower,

    /// <summary>Nobody listens where it should be.</summary>
    Away,

    /// <summary>It is reached and never answers, for longer than a test takes; the integration's own time-out must be longer still.</summary>
    Hangs,

    /// <summary>It has the whole message and never answers; the integration's own time-out is short.</summary>
    HangsWithTheMessage,
}

/// <summary>An integration and the far side that is played for it.</summary>
internal sealed class Play(params IAsyncDisposable[] parts) : IAsyncDisposable
{
    public required IIntegration Integration { get; init; }

    /// <summary>The effective config, with the address in it.</summary>
    public required JsonObject Config { get; init; }

    /// <summary>What no reason may repeat: the far side's host and the person's address there.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>How many messages the far side has taken.</summary>
    public required Func<int> Taken { get; init; }

    /// <summary>Ends once an attempt has reached the far side.</summary>
    public required Task Reached { get; init; }

    /// <summary>Whether the far side that wants us slower says until when.</summary>
    public bool NamesATime { get; init; }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in parts) await part.DisposeAsync();
    }
}
