using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Deliveries;

/// <summary>What failed goes out once more, many at once, when an administrator says so.</summary>
public abstract class ReplaySuite(Graph graph) : EndToEndTest(graph)
{
    private const string Path = "/api/v1/deliveries/replay";

    private const string SpreadOverSeconds = """
        select extract(epoch from max(expires_at) - min(expires_at))::bigint from delivery_logs where user_id = $1
        """;

    private const string Uncertain = """
        update delivery_attempts a set outcome = 'UNCERTAIN' from delivery_logs d where d.id = a.delivery_log_id and d.user_id = $1
        """;

    private readonly DateTimeOffset _from = DateTimeOffset.UtcNow; // what other tests left behind is older

    [Fact]
    public async Task What_failed_is_delivered_under_its_id_once_more_and_only_once()
    {
        await using var listener = await Listener.StartAsync(400, 400, 200);
        var person = Somebody();
        await Graph.Anyone.SendToAsync(person, listener.Url);
        await FailAsync(person, "WEBHOOK", times: 2);

        var counted = await ReplayAsync(new { from = _from, integration_type = "WEBHOOK", dry_run = true });
        Assert.Equal(("2", "0", "true"), (counted["matched"], counted["replayed"], counted["dry_run"]));
        Assert.NotNull(counted["last_at"]);
        Assert.Equal(2, listener.Arrivals.Count);
        var replays = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ReplayAsync(new { from = _from, integration_type = "WEBHOOK" })));
        Assert.Equal(2, replays.Sum(replay => int.Parse(replay["replayed"]!, null)));
        await DeliveredAsync(person, "WEBHOOK", count: 2);
        Assert.Equal(4, listener.Arrivals.Count);
        Assert.Equal(2, listener.Arrivals.Select(arrival => arrival.Headers["webhook-id"]).Distinct().Count());
        Assert.Equal("0", (await ReplayAsync(new { from = _from }))["matched"]);
    }

    [Fact]
    public async Task It_can_be_narrowed_to_how_the_last_attempt_ended()
    {
        await using var listener = await Listener.StartAsync(503);
        var (refused, unreachable, transient) = (Somebody(), Somebody(), Somebody());
        await TellTestAsync(refused, "permanent");
        await TellTestAsync(unreachable, "transient");
        await Graph.Anyone.SendToAsync(transient, listener.Url, retries: 0);
        await FailAsync(refused, "TEST", times: 1);
        await FailAsync(unreachable, "TEST", times: 1);
        await FailAsync(transient, "WEBHOOK", times: 1);

        foreach (var error in new[] { "REFUSED", "UNREACHABLE", "TRANSIENT" }) Assert.Equal("1", await MatchedAsync(error));
        foreach (var error in new[] { "GONE", "UNCERTAIN", "UNTRIED" }) Assert.Equal("0", await MatchedAsync(error));
        Assert.Equal("3", await MatchedAsync(null));
        await Graph.Rows.ChangeAsync(Uncertain, unreachable);
        Assert.Equal(("2", "1"), (await MatchedAsync(null), await MatchedAsync("UNCERTAIN")));
        Assert.Equal("0", (await ReplayAsync(new { from = _from, status = "EXPIRED", dry_run = true }))["matched"]);
        Assert.Equal("0", (await ReplayAsync(new { from = _from.AddYears(-1), to = _from.AddMonths(-11), dry_run = true }))["matched"]);
        await TellTestAsync(refused, null);
        Assert.Equal("1", (await ReplayAsync(new { from = _from, error_class = "refused" }))["replayed"]);
        await DeliveredAsync(refused, "TEST", count: 1);
    }

    [Fact]
    public async Task They_become_due_no_faster_than_the_rate()
    {
        var person = Somebody();
        await TellTestAsync(person, "permanent");
        await FailAsync(person, "TEST", times: 3);

        await ReplayAsync(new { from = _from, integration_type = "TEST", rate = 1 });
        Assert.Equal(2, await Graph.Rows.CountAsync(SpreadOverSeconds, person));
    }

    [Fact]
    public async Task Only_an_administrator_replays_and_must_say_since_when()
    {
        (await Graph.JohnDoe.PostAsync(Path, new { from = _from })).MustBeProblem(403, "forbidden");
        (await Graph.Tool.PostAsync(Path, new { from = _from })).MustBeProblem(403, "forbidden");
        await MustBeWrongAsync("from", new { status = "FAILED" });
        await MustBeWrongAsync("to", new { from = _from, to = _from });
        await MustBeWrongAsync("status", new { from = _from, status = "SUCCESS" });
        await MustBeWrongAsync("integration_type", new { from = _from, integration_type = "WEB" });
        await MustBeWrongAsync("error_class", new { from = _from, error_class = "bad luck" });
        await MustBeWrongAsync("rate", new { from = _from, rate = 0 });
        await MustBeWrongAsync("rate", new { from = _from, rate = 1001 });
    }

    private async Task MustBeWrongAsync(string field, object body) =>
        Assert.NotNull((await Graph.Admin.PostAsync(Path, body)).MustBeProblem(400, "validation_failed").Find($"errors.{field}"));

    private async Task<Reply> ReplayAsync(object body) => (await Graph.Admin.PostAsync(Path, body)).Must(200);

    private async Task<string?> MatchedAsync(string? error) =>
        (await ReplayAsync(new { from = _from, error_class = error, dry_run = true }))["matched"];

    private async Task TellTestAsync(string person, string? fail) => (await Graph.Anyone.PostAsync($"/api/v1/users/{person}/integrations", new
    {
        integration_type = "TEST",
        retry_count = 0,
        config = fail is null ? [] : new Dictionary<string, string> { ["fail"] = fail },
    })).Must(200);

    private async Task FailAsync(string person, string integrationType, int times)
    {
        for (var time = 0; time < times; time++) (await Graph.Anyone.AskAsync(person, "Hello")).Must(200);
        await CountAsync(person, integrationType, "FAILED", times);
    }

    private Task DeliveredAsync(string person, string integrationType, int count) => CountAsync(person, integrationType, "SUCCESS", count);

    private Task CountAsync(string person, string integrationType, string status, int count) => Poll.UntilAsync(
        async () => (await Graph.Anyone.DeliveriesAsync(person, $"?integration_type={integrationType}&status={status}")).Must(200).Items.Count == count,
        $"{count} deliveries over {integrationType} are {status}");
}

[Collection<OnEventingGraph>]
public sealed class ReplayOverEventing(EventingGraph graph) : ReplaySuite(graph);

[Collection<OnDirectGraph>]
public sealed class ReplayOverDirect(DirectGraph graph) : ReplaySuite(graph);
