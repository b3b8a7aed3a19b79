using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Sms;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Tests;

public sealed class SmsIntegrationTests
{
    private static readonly Message _message = new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "john.doe", "laptop-refresh", null,
        "## Grüße\n**50 %** & `more`", IntegrationType.Web, null, null, new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_arrives_as_plain_text_and_the_gateways_id_is_kept()
    {
        await using var farSide = await SmsFarSide.StartAsync();
        var delivered = Assert.IsType<Outcome.Delivered>(await TryAsync(farSide));
        Assert.Equal((201, "SM0001"), (delivered.StatusCode, delivered.ResponseExcerpt));
        Assert.Equal(
            new Dictionary<string, string> { ["To"] = SmsFarSide.Number, ["From"] = "Helpdesk", ["Body"] = "Grüße\n50 % & more" },
            Assert.Single(farSide.Messages));
    }

    [Fact]
    public async Task A_messaging_service_goes_before_the_sender()
    {
        await using var farSide = await SmsFarSide.StartAsync();
        var options = farSide.Options;
        options.MessagingServiceSid = "MG0001";
        await TryAsync(farSide, options);
        var fields = Assert.Single(farSide.Messages);
        Assert.Equal(("MG0001", false), (fields["MessagingServiceSid"], fields.ContainsKey("From")));
    }

    [Fact]
    public async Task What_is_longer_than_the_gateway_takes_is_shortened()
    {
        await using var farSide = await SmsFarSide.StartAsync();
        using var sms = new SmsIntegration(Options.Create(farSide.Options), TimeProvider.System);
        await sms.TryAsync(_message with { Content = string.Join(' ', Enumerable.Repeat("Wörter", 400)) }, To(), Ending);
        var body = Assert.Single(farSide.Messages)["Body"];
        Assert.InRange(body.Length, 1500, SmsIntegration.MaxBody);
        Assert.EndsWith("Wörter…", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(302, 0, typeof(Outcome.Refused), "the gateway answered 302 (0)")]
    [InlineData(400, 21211, typeof(Outcome.Refused), "the gateway answered 400 (21211)")]
    [InlineData(400, 21610, typeof(Outcome.Gone), "the recipient has opted out")]
    [InlineData(401, 20003, typeof(Outcome.Refused), "the gateway refuses our credentials")]
    [InlineData(403, 20003, typeof(Outcome.Refused), "the gateway refuses our credentials")]
    [InlineData(404, 20404, typeof(Outcome.Refused), "the gateway answered 404 (20404)")]
    [InlineData(429, 20429, typeof(Outcome.TryAgain), "the gateway answered 429")]
    [InlineData(500, 20500, typeof(Outcome.TryAgain), "the gateway answered 500")]
    [InlineData(503, 20503, typeof(Outcome.TryAgain), "the gateway answered 503")]
    public async Task The_answer_says_what_to_do_next_and_the_number_is_not_repeated(int status, int code, Type outcome, string reason)
    {
        await using var farSide = await SmsFarSide.StartAsync(new(status, code));
        var end = await TryAsync(farSide);
        Assert.IsType(outcome, end);
        Assert.Equal((status, reason, (string?)null), (end.StatusCode, ReasonOf(end), end.ResponseExcerpt));
        Assert.Equal(1, farSide.Calls); // nothing was followed or repeated
    }

    [Fact]
    public async Task A_connection_that_breaks_off_after_the_message_left_is_uncertain_and_nothing_is_sent_twice()
    {
        await using var farSide = await SmsFarSide.StartAsync(new(BreaksOff: true));
        var uncertain = Assert.IsType<Outcome.Uncertain>(await TryAsync(farSide));
        Assert.Equal("the gateway did not answer in time; the message may have been sent", uncertain.Reason);
        Assert.Equal(1, farSide.Calls);
    }

    [Theory]
    [InlineData(200, nameof(ProbeVerdict.Healthy))]
    [InlineData(401, nameof(ProbeVerdict.Refused))]
    [InlineData(403, nameof(ProbeVerdict.Refused))]
    [InlineData(404, nameof(ProbeVerdict.Refused))]
    [InlineData(302, nameof(ProbeVerdict.Unreachable))]
    [InlineData(500, nameof(ProbeVerdict.Unreachable))]
    public async Task A_probe_says_whether_the_gateway_would_take_messages(int status, string verdict)
    {
        await using var farSide = await SmsFarSide.StartAsync(status == 200 ? null : new(status));
        Assert.Equal(verdict, (await ProbeAsync(farSide.Options)).Verdict.ToString());
        Assert.Empty(farSide.Messages);
    }

    [Fact]
    public async Task A_probe_of_a_gateway_that_is_away_or_silent_says_so_without_its_address()
    {
        await using var farSide = await SmsFarSide.StartAsync(new(Hangs: true));
        var silent = farSide.Options;
        silent.Timeout = TimeSpan.FromMilliseconds(300);
        Assert.Equal(Probe.Unreachable("the gateway did not answer in time"), await ProbeAsync(silent));
        var away = farSide.Options;
        await farSide.DisposeAsync();
        Assert.Equal(Probe.Unreachable("no connection to the gateway could be made"), await ProbeAsync(away));
    }

    [Fact]
    public async Task A_wrong_token_is_refused()
    {
        await using var farSide = await SmsFarSide.StartAsync();
        var options = farSide.Options;
        options.AuthToken = "another";
        Assert.Equal(Probe.Refused("the gateway refuses our credentials"), await ProbeAsync(options));
        Assert.IsType<Outcome.Refused>(await TryAsync(farSide, options));
    }

    [Fact]
    public void The_gateway_is_one_far_side_whomever_a_message_goes_to()
    {
        using var sms = new SmsIntegration(Options.Create(new SmsOptions()), TimeProvider.System);
        Assert.Equal(("sms:api.twilio.com", false), (sms.DestinationOf(To()), sms.IsConfigured));
    }

    private static System.Text.Json.Nodes.JsonObject To() => new() { [SmsConfig.PhoneNumber] = SmsFarSide.Number };

    private static async Task<Outcome> TryAsync(SmsFarSide farSide, SmsOptions? options = null)
    {
        using var sms = new SmsIntegration(Options.Create(options ?? farSide.Options), TimeProvider.System);
        return await sms.TryAsync(_message, To(), Ending);
    }

    private static async Task<Probe> ProbeAsync(SmsOptions options)
    {
        using var sms = new SmsIntegration(Options.Create(options), TimeProvider.System);
        return await sms.ProbeAsync(Ending);
    }

    private static string? ReasonOf(Outcome outcome) => outcome switch
    {
        Outcome.Refused refused => refused.Reason,
        Outcome.TryAgain again => again.Reason,
        Outcome.Gone gone => gone.Reason,
        _ => null,
    };
}
