using IntegrationDispatcher.Integrations;

namespace IntegrationDispatcher.Tests;

public sealed class SmtpPoolTests
{
    private static readonly Message _message = Mailing.Message;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(30)] // asked first whether it still works
    public async Task A_connection_is_used_again(int idleSeconds)
    {
        var clock = new StoppedClock(_message.CreatedAt);
        await using var farSide = await SmtpFarSide.StartAsync();
        await using var mailing = new Mailing(farSide, clock: clock);
        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<Outcome.Delivered>(await mailing.TryAsync(_message, cancellationToken: Ending));
            clock.Now += TimeSpan.FromSeconds(idleSeconds);
        }

        Assert.Equal((1, 5), (farSide.Connections, farSide.Received.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task A_connection_that_died_meanwhile_is_replaced_without_a_failed_attempt(int idleSeconds)
    {
        var clock = new StoppedClock(_message.CreatedAt);
        await using var farSide = await SmtpFarSide.StartAsync();
        await using var mailing = new Mailing(farSide, clock: clock);
        Assert.IsType<Outcome.Delivered>(await mailing.TryAsync(_message, cancellationToken: Ending));
        farSide.DropAll();
        while (farSide.Open > 0) await Task.Delay(10, Ending);
        clock.Now += TimeSpan.FromSeconds(idleSeconds);
        Assert.IsType<Outcome.Delivered>(await mailing.TryAsync(_message, cancellationToken: Ending));
        Assert.Equal((2, 2), (farSide.Connections, farSide.Received.Count));
    }

    [Fact]
    public async Task No_more_connections_are_made_than_allowed_and_all_mails_go_out()
    {
        await using var farSide = await SmtpFarSide.StartAsync();
        await using var mailing = new Mailing(farSide, smtp => smtp.MaxConnections = 3);
        var messages = Enumerable.Range(0, 40).Select(_ => _message with { DeliveryId = Guid.CreateVersion7() });
        var outcomes = await Task.WhenAll(messages.Select(message => mailing.TryAsync(message, cancellationToken: Ending)));
        Assert.All(outcomes, outcome => Assert.IsType<Outcome.Delivered>(outcome));
        Assert.InRange(farSide.Connections, 1, 3);
        Assert.Equal(40, farSide.Mails().Select(mail => mail.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task Who_waits_for_a_connection_waits_no_longer_than_the_shut_down()
    {
        await using var farSide = await SmtpFarSide.StartAsync();
        farSide.AtRcpt = Script.HangsThere;
        await using var mailing = new Mailing(farSide, smtp => (smtp.MaxConnections, smtp.Timeout) = (1, TimeSpan.FromMinutes(5)));
        using var shutDown = new CancellationTokenSource();
        var first = mailing.TryAsync(_message, cancellationToken: shutDown.Token);
        await farSide.Reached;
        var second = mailing.TryAsync(_message, cancellationToken: shutDown.Token);
        await shutDown.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task Idle_connections_are_closed_at_the_shut_down()
    {
        await using var farSide = await SmtpFarSide.StartAsync();
        await using (var mailing = new Mailing(farSide))
        {
            Assert.IsType<Outcome.Delivered>(await mailing.TryAsync(_message, cancellationToken: Ending));
            Assert.Equal(1, farSide.Open);
        }

        while (farSide.Open > 0) await Task.Delay(10, Ending);
    }
}
