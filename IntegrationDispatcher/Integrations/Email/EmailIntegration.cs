using System.Text.Json.Nodes;
using MailKit;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations.Email;

/// <summary>Sends a message as a mail.</summary>
internal sealed class EmailIntegration(IOptions<SmtpOptions> options, SmtpPool pool, MailWriter writer, TimeProvider clock) : IIntegration
{
    private const string NoAddress = "no e-mail address is known";

    private readonly TimeSpan _timeout = options.Value.Timeout;

    public IntegrationType Type => IntegrationType.Email;

    public bool IsConfigured => options.Value.IsConfigured;

    public string? Objection(JsonObject config) => EmailSettings.Read(config) is null ? NoAddress : null;

    public string? DestinationOf(JsonObject config) => $"smtp:{options.Value.Host}";

    public async Task<Probe> ProbeAsync(CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(_timeout, clock, cancellationToken);
        try
        {
            using var connection = await pool.OpenAsync(limit.Token); // anew, since a password can be changed behind an open one
            await connection.Client.NoOpAsync(limit.Token);
            await connection.CloseAsync();
            return Probe.Healthy;
        }
        catch (Exception e) when (SmtpFaults.Is(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return SmtpFaults.OfProbe(e, _timeout);
        }
    }

    public async Task<Outcome> TryAsync(Message message, JsonObject config, CancellationToken cancellationToken)
    {
        if (EmailSettings.Read(config) is not { } settings) return new Outcome.Refused(NoAddress);
        using var mail = writer.Write(message, settings);
        using var lease = await pool.LeaseAsync(cancellationToken); // its wait for others is none of the server's
        using var limit = new TimeLimit(_timeout, clock, cancellationToken);
        SmtpClient? client = null;
        var handOver = new HandOver();
        try
        {
            client = await lease.ConnectAsync(limit.Token);
            var answer = await client.SendAsync(mail, limit.Token, handOver);
            lease.Keep();
            return new Outcome.Delivered { StatusCode = (int)SmtpStatusCode.Ok, ResponseExcerpt = Excerpt.Of(answer) };
        }
        catch (Exception e) when (SmtpFaults.Is(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return client is null ? SmtpFaults.OfConnecting(e, _timeout) : SmtpFaults.OfSending(e, _timeout, handOver.HasBegun);
        }
    }

    /// <summary>Whether the server has been given something of the mail: then nobody but the server knows whether it was all.</summary>
    private sealed class HandOver : ITransferProgress
    {
        public bool HasBegun { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => Report(bytesTransferred);

        public void Report(long bytesTransferred) => HasBegun |= bytesTransferred > 0;
    }
}
