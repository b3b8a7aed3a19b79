using System.Collections.Concurrent;
using EndToEnd.Tests.Support;

namespace Faults.Load;

/// <summary>
/// People who send, each one message after the other: some over the web, some by tools; some wait for the answer and some do not.
/// Who gets no clear word repeats with the same key, or leaves it at that.
/// </summary>
internal sealed class Crowd(FaultGraph graph, FaultPlan plan)
{
    private const int OneWaits = 5, OneIsPoison = 200, OneRepeats = 2, Orderers = 3;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500), _patience = TimeSpan.FromSeconds(100);

    private readonly ConcurrentBag<Sent> _sent = [];
    private readonly ConcurrentBag<Order> _orders = [];

    public IReadOnlyList<Sent> Sent => [.. _sent];

    public IReadOnlyList<Order> Orders => [.. _orders];

    public IEnumerable<string> People => Enumerable.Range(0, plan.People).Select(index => $"person-{index}@company.com");

    /// <summary>Half of them want webhooks, a third want mails; all have the TEST integration that run mode brings.</summary>
    public async Task SettleInAsync()
    {
        foreach (var (index, person) in People.Index())
        {
            foreach (var integration in Wants(index))
                await WantAsync(person, integration);
        }
    }

    /// <summary>What must go out for each request of somebody.</summary>
    public ILookup<string, string> Wanted => People.SelectMany((person, index) => Wants(index).Select(integration => (person, integration)))
        .ToLookup(one => one.person, one => one.integration);

    public Task SpeakAsync(CancellationToken cancellationToken) => Task.WhenAll(
    [
        .. People.Select((person, index) => SpeakAsync(person, index, cancellationToken)),
        .. Enumerable.Range(0, Orderers).Select(index => OrderAsync(index, cancellationToken)),
    ]);

    private static IEnumerable<string> Wants(int index)
    {
        if (index % 2 == 0) yield return "WEBHOOK";
        if (index % 3 == 0) yield return "EMAIL";
    }

    private async Task WantAsync(string person, string integration)
    {
        object config = integration == "WEBHOOK" ? new { url = graph.Webhooks.Url, timeout_seconds = 1 } : new { email_address = person };
        (await graph.Anyone.PostAsync($"/api/v1/users/{person}/integrations", new
        {
            integration_type = integration, enabled = true, config, priority = 1, retry_count = 50, retry_delay_seconds = 1,
        })).Must(200);
    }

    private async Task SpeakAsync(string person, int index, CancellationToken cancellationToken)
    {
        var random = new Random((plan.Seed * 100_003) + index);
        var count = (plan.Requests / plan.People) + (index < plan.Requests % plan.People ? 1 : 0);
        var between = plan.Time / Math.Max(count, 1);
        var started = TimeProvider.System.GetTimestamp();
        for (var number = 0; number < count; number++)
        {
            var isPoison = random.Next(OneIsPoison) == 0 || (index == 0 && number == 0); // one at least
            var one = new Sent($"k{plan.Seed}-{index}-{number}", person, (Door)(index % 4), number) { IsPoison = isPoison };
            _sent.Add(one);
            await SendAsync(one, waits: random.Next(OneWaits) == 0, repeats: random.Next(OneRepeats) == 0, cancellationToken);
            var ahead = (between * (number + 1)) - TimeProvider.System.GetElapsedTime(started);
            if (ahead > TimeSpan.Zero) await Task.Delay(ahead, cancellationToken);
        }
    }

    private async Task SendAsync(Sent one, bool waits, bool repeats, CancellationToken cancellationToken)
    {
        for (var isFirst = true; isFirst || (repeats && one.Intake == Intake.Unknown); isFirst = false)
        {
            if (!isFirst) await Task.Delay(_pause, cancellationToken);
            if (await TryAsync(one, waits && !one.IsPoison) is not { } reply) continue;
            if (reply.Status is 200 or 202 or 502 or 504)
            {
                (one.Intake, one.RequestId) = (Intake.Accepted, reply["request_id"]);
                if (reply.Status == 200) one.Answer = reply.Content;
            }
            else if (reply.Status != 503)
            {
                one.Refusal = reply.Status;
                return;
            }
        }
    }

    private async Task<Reply?> TryAsync(Sent one, bool waits)
    {
        var client = (waits ? graph.Anyone : graph.Anyone.Async()).With("Idempotency-Key", one.Key);
        try
        {
            return await (one.Door switch
            {
                Door.Tool => client.With("x-api-key", "your-tool-api-key").AskToolAsync(one.Person, one.Content),
                var door => client.AskAsync(one.Person, one.Content, door.ToString().ToUpperInvariant()),
            });
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return null;
        }
    }

    // Each thing is ordered once; whoever hears nothing clear leaves this order and begins the next as somebody new.
    private async Task OrderAsync(int index, CancellationToken cancellationToken)
    {
        var ends = TimeProvider.System.GetTimestamp();
        for (var number = 0; TimeProvider.System.GetElapsedTime(ends) < plan.Time; number++)
        {
            var order = new Order($"orderer-{plan.Seed}-{index}-{number}@company.com", $"thing-{plan.Seed}-{index}-{number}");
            if (await SaidAsync(order.Person, "order", cancellationToken) is null) continue;
            if (await SaidAsync(order.Person, order.Thing, cancellationToken) is null) continue;
            _orders.Add(order);
            var answer = await SaidAsync(order.Person, Order.Yes, cancellationToken);
            if (answer?.StartsWith(order.Thing, StringComparison.Ordinal) == true)
                order.Number = answer.Split(' ')[^1].TrimEnd('.');
            await Task.Delay(_pause, cancellationToken);
        }
    }

    private async Task<string?> SaidAsync(string person, string content, CancellationToken cancellationToken)
    {
        var key = Guid.NewGuid().ToString();
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < _patience)
        {
            try
            {
                var reply = await graph.Anyone.With("Idempotency-Key", key).AskAsync(person, content);
                if (reply.Status == 200) return reply.Content;
                if (reply.Status is 502 or (>= 400 and < 500)) return null;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                // again, with the same key
            }

            await Task.Delay(_pause, cancellationToken);
        }

        return null;
    }
}
