using System.Collections.Concurrent;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>
/// A far side that fails one time in five, and a dispatcher that is killed and started again: no delivery is lost and every attempt is
/// accounted for. How many is <c>DELIVERIES</c>, five hundred when it says nothing.
/// </summary>
[Collection<OnSlowGraph>]
public sealed class DeliveryFaultTests(SlowGraph graph) : FaultTest(graph)
{
    private const int People = 25, Senders = 10, Kills = 3;

    private static readonly int _deliveries = Amount.Of("DELIVERIES", otherwise: 500);

    private static readonly string[] _webhook = ["WEBHOOK"];

    private readonly string[] _people = [.. Enumerable.Range(0, People).Select(_ => Somebody())];
    private readonly ConcurrentDictionary<string, int> _taken = new();

    [Fact]
    public async Task Every_delivery_ends_with_its_attempts_and_what_was_delivered_was_taken()
    {
        await using var listener = await Listener.StartAsync(arrival =>
        {
            if (Random.Shared.Next(5) == 0) return 503;
            _taken.AddOrUpdate(arrival.Headers["webhook-id"], 1, (_, times) => times + 1);
            return 200;
        });
        foreach (var person in _people)
        {
            (await Graph.Admin.PostAsync(
                $"/api/v1/users/{person}/integrations",
                new { integration_type = "WEBHOOK", retry_count = 20, retry_delay_seconds = 1, config = new { url = listener.Url } })).Must(200);
        }

        await Parallel.ForAsync(0, _deliveries, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (number, _) => await SendAsync(number));
        var victim = (await Graph.InstancesOfAsync(Graph.Dispatcher))[0];
        for (var kill = 1; kill <= Kills; kill++)
        {
            var half = _deliveries * kill / (Kills + 2);
            await UntilAsync(async () => await EndedAsync() >= half, $"{half} have ended");
            await Graph.KillInstanceAsync(victim);
            await Graph.StartInstanceAsync(victim);
        }

        await UntilAsync(async () => await EndedAsync() == _deliveries, "all have ended");
        Assert.Equal(0, await Graph.Rows.CountAsync(
            """
            select count(*) from delivery_logs d where user_id = any($1) and (status not in ('SUCCESS', 'FAILED') or attempts <> (
              select count(*) from delivery_attempts a where a.delivery_log_id = d.id and a.number <= d.attempts) or attempts <> (
              select max(number) from delivery_attempts a where a.delivery_log_id = d.id))
            """,
            _people));
        var delivered = await Graph.Rows.TextsAsync("select delivery_id from delivery_logs where user_id = any($1) and status = 'SUCCESS'", [_people]);
        Assert.All(delivered, id => Assert.Contains(id, _taken.Keys));
        Assert.Equal(_taken.Keys.Order(), delivered.Order()); // and nothing that was taken is said to have failed
    }

    // While the dispatcher is down nobody knows whether a message was accepted: it is sent again under its key.
    private async Task SendAsync(int number)
    {
        var person = _people[number % People];
        var sender = Graph.Admin.With("Idempotency-Key", $"{person}-{number}");
        (await sender.PostAsync("/api/v1/deliveries", new { user_id = person, content = $"Message {number}", integration_types = _webhook })).Must(202);
    }

    private Task<long> EndedAsync() =>
        Graph.Rows.CountAsync("select count(*) from delivery_logs where user_id = any($1) and next_attempt_at is null", _people);

    // Many deliveries take longer than the patience of one poll: as long as some end, it goes on.
    private async Task UntilAsync(Func<Task<bool>> isSo, string fact)
    {
        while (!await isSo())
        {
            var ended = await EndedAsync();
            await Poll.UntilAsync(async () => await EndedAsync() > ended || await isSo(), fact);
        }
    }
}
