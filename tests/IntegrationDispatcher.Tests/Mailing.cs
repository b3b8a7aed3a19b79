using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Email;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Tests;

/// <summary>EMAIL, set up against a mail server that is played.</summary>
internal sealed class Mailing : IAsyncDisposable
{
    public const string BaseUrl = "https://agent.example.com";
    public const string To = "jane.doe@example.org";

    private readonly SmtpPool _pool;

    public Mailing(
        SmtpFarSide farSide, Action<SmtpOptions>? change = null, TimeProvider? clock = null, string baseUrl = BaseUrl, bool trusts = true)
        : this(farSide.Port, change, clock, baseUrl, trusts ? farSide.Certificate : null)
    {
    }

    public Mailing(
        int port, Action<SmtpOptions>? change = null, TimeProvider? clock = null, string baseUrl = BaseUrl, X509Certificate? trusted = null)
    {
        var smtp = new SmtpOptions
        {
            Host = "127.0.0.1",
            Port = port,
            Security = SmtpSecurity.Auto,
            From = "agent@example.com",
            FromName = "Ägent",
            Signature = "Your IT",
        };
        change?.Invoke(smtp);
        var options = Options.Create(smtp);
        clock ??= TimeProvider.System;
        Links = new(new EphemeralDataProtectionProvider(), Options.Create(new PublicOptions { PublicBaseUrl = baseUrl }));
        _pool = new(options, clock, trusted is null ? null : (_, certificate, _, _) => trusted.Equals(certificate));
        Integration = new(options, _pool, new(options, new(options), Links), clock);
    }

    public static Message Message { get; } = new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "jane.doe", "routing-agent", "Hello", "Grüße",
        IntegrationType.Web, null, null, new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));

    public UnsubscribeLinks Links { get; }

    public EmailIntegration Integration { get; }

    public static JsonObject Config(string more = "{}")
    {
        var config = JsonNode.Parse(more)!.AsObject();
        config[EmailConfig.EmailAddress] ??= To;
        return config;
    }

    public Task<Outcome> TryAsync(Message message, JsonObject? config = null, CancellationToken cancellationToken = default) =>
        Integration.TryAsync(message, config ?? Config(), cancellationToken);

    public ValueTask DisposeAsync() => _pool.DisposeAsync();
}
