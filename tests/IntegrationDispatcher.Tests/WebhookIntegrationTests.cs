using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Webhook;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Tests;

public sealed class WebhookIntegrationTests : IDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly DateTimeOffset _now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly Message _message = new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "john.doe", "routing-agent", null, "Grüße", IntegrationType.Web,
        new() { ["a"] = 1 }, null, _now);

    private readonly WebhookClient _client = new(Options.Create(new WebhooksOptions { DangerousAllowLoopback = true }));

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_message_arrives_with_its_ids_and_a_signature_that_verifies()
    {
        await using var farSide = await FarSide.StartAsync(200, "thanks");
        var outcome = await TryAsync(new() { ["url"] = farSide.Url, ["signing_secrets"] = new JsonArray(Secret), ["headers"] = new JsonObject { ["X-Env"] = "test" } });
        Assert.Equal(("thanks", 200), (Assert.IsType<Outcome.Delivered>(outcome).ResponseExcerpt, outcome.StatusCode!.Value));
        var (method, headers, body) = Assert.Single(farSide.Received);
        var json = JsonNode.Parse(body)!;
        Assert.Equal(("POST", "application/json", "test"), (method, headers.ContentType.ToString(), headers["X-Env"].ToString()));
        Assert.Equal((_message.DeliveryId.ToString(), "Grüße"), ((string?)json["delivery_id"], (string?)json["content"]));
        Assert.Equal(_message.DeliveryId.ToString(), headers["webhook-id"].ToString());
        var sent = DateTimeOffset.FromUnixTimeSeconds(long.Parse(headers["webhook-timestamp"].ToString(), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(WebhookSignature.Of(headers["webhook-id"].ToString(), sent, body, [Secret]), headers["webhook-signature"].ToString());
        Assert.False(headers.ContainsKey("traceparent"));
    }

    [Theory]
    [InlineData("https://hooks.example.com/some/path?key=1", "https://hooks.example.com")]
    [InlineData("http://hooks.example.com:8080", "http://hooks.example.com:8080")]
    public void Who_shares_a_host_shares_its_places(string url, string destination) =>
        Assert.Equal(destination, new WebhookIntegration(_client, TimeProvider.System).DestinationOf(new() { ["url"] = url }));

    [Fact]
    public void Hosts_longer_than_any_are_one_far_side() => Assert.InRange(
        new WebhookIntegration(_client, TimeProvider.System).DestinationOf(new() { ["url"] = $"https://{string.Concat(Enumerable.Repeat("üüüü.", 400))}com" })!.Length, 1, 300);

    [Theory]
    [InlineData("""{"auth_type":"bearer","auth_token":"t"}""", "Authorization", "Bearer t")]
    [InlineData("""{"auth_type":"basic","username":"u","password":"p"}""", "Authorization", "Basic dTpw")]
    [InlineData("""{"auth_type":"api_key","api_key":"k"}""", "X-Api-Key", "k")]
    [InlineData("""{"auth_type":"api_key","api_key":"k","api_key_header":"X-Mine"}""", "X-Mine", "k")]
    [InlineData("""{"method":"PATCH","headers":{"Content-Language":"de","User-Agent":"mine"}}""", "User-Agent", "mine")]
    public async Task Credentials_and_headers_are_sent(string config, string header, string value)
    {
        await using var farSide = await FarSide.StartAsync(204);
        var settings = JsonNode.Parse(config)!.AsObject();
        settings["url"] = farSide.Url;
        Assert.IsType<Outcome.Delivered>(await TryAsync(settings));
        Assert.Equal(value, Assert.Single(farSide.Received).Headers[header].ToString());
    }

    [Theory]
    [InlineData(201, typeof(Outcome.Delivered))]
    [InlineData(301, typeof(Outcome.Refused))]
    [InlineData(307, typeof(Outcome.Refused))]
    [InlineData(400, typeof(Outcome.Refused))]
    [InlineData(401, typeof(Outcome.Refused))]
    [InlineData(404, typeof(Outcome.Refused))]
    [InlineData(408, typeof(Outcome.TryAgain))]
    [InlineData(410, typeof(Outcome.Gone))]
    [InlineData(425, typeof(Outcome.TryAgain))]
    [InlineData(429, typeof(Outcome.TryAgain))]
    [InlineData(500, typeof(Outcome.TryAgain))]
    [InlineData(503, typeof(Outcome.TryAgain))]
    public async Task The_status_says_what_to_do_next(int status, Type outcome)
    {
        await using var farSide = await FarSide.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });
        Assert.IsType(outcome, await TryAsync(new() { ["url"] = farSide.Url }));
        Assert.Single(farSide.Received); // nothing was followed
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Tue, 24 Nov 2026 10:05:00 GMT", 300)]
    public async Task Retry_after_is_passed_on(string retryAfter, int seconds)
    {
        await using var farSide = await FarSide.StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        });
        Assert.Equal(_now.AddSeconds(seconds), Assert.IsType<Outcome.TryAgain>(await TryAsync(new() { ["url"] = farSide.Url })).NotBefore);
    }

    [Fact]
    public async Task A_far_side_that_does_not_answer_in_time_is_tried_again()
    {
        await using var farSide = await FarSide.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        Assert.IsType<Outcome.TryAgain>(await TryAsync(new() { ["url"] = farSide.Url, ["timeout_seconds"] = 1 }));
    }

    [Fact]
    public async Task A_body_that_stalls_after_the_status_changes_nothing_and_its_beginning_is_kept()
    {
        await using var farSide = await FarSide.StartAsync(async context =>
        {
            await context.Response.Body.WriteAsync("thanks, and"u8.ToArray());
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        Assert.Equal("thanks, and", Assert.IsType<Outcome.Delivered>(await TryAsync(new() { ["url"] = farSide.Url })).ResponseExcerpt);
    }

    [Fact]
    public async Task An_attempt_that_is_cut_says_so_and_reports_nothing()
    {
        await using var farSide = await FarSide.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using var cut = new CancellationTokenSource();
        var attempt = Webhook().TryAsync(_message, new() { ["url"] = farSide.Url }, cut.Token);
        while (farSide.Received.IsEmpty) await Task.Delay(10, Ending);
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt);
    }

    [Fact]
    public async Task A_far_side_that_is_away_is_tried_again_and_its_address_is_not_repeated()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var again = Assert.IsType<Outcome.TryAgain>(await TryAsync(new() { ["url"] = $"http://127.0.0.1:{port}/" }));
        Assert.DoesNotContain("127.0.0.1", again.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_beginning_of_an_answer_is_kept_and_never_half_a_character()
    {
        await using var farSide = await FarSide.StartAsync(200, "x" + string.Concat(Enumerable.Repeat("€", 2000)) + "\0");
        var excerpt = (await TryAsync(new() { ["url"] = farSide.Url })).ResponseExcerpt!;
        Assert.InRange(Encoding.UTF8.GetByteCount(excerpt), 2040, Excerpt.MaxBytes);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/")]
    [InlineData("http://localhost:9/")]
    [InlineData("http://[::1]:9/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("http://0.0.0.0:9/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    public async Task Without_the_switch_nothing_inside_can_be_called(string url)
    {
        using var closed = new WebhookClient(Options.Create(new WebhooksOptions()));
        Assert.IsType<Outcome.Refused>(await Webhook(closed).TryAsync(_message, new() { ["url"] = url }, Ending));
    }

    private WebhookIntegration Webhook(WebhookClient? client = null) => new(client ?? _client, new RealTimersAt(_now));

    private Task<Outcome> TryAsync(JsonObject config) => Webhook().TryAsync(_message, config, Ending);

    /// <summary>Says that it is always the same time, and lets time-outs run as ever.</summary>
    private sealed class RealTimersAt(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
