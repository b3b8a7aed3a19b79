using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations.Webhook;

/// <summary>Sends a message as JSON to an address the person chose.</summary>
internal sealed class WebhookIntegration(WebhookClient client, TimeProvider clock) : IIntegration
{
    // A host's name has 253 characters at most. Longer ones lead nowhere, and would not fit into an index.
    private const int MaxDestination = 300;
    private const string Nowhere = "webhook:nowhere";

    private static readonly TimeSpan _bodyTime = TimeSpan.FromSeconds(2);

    public IntegrationType Type => IntegrationType.Webhook;

    public bool IsConfigured => true; // all it needs is in each override

    public string? Objection(JsonObject config) => WebhookConfig.Objection(config);

    public string? DestinationOf(JsonObject config) => WebhookConfig.Read(config)?.Url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) switch
    {
        { Length: > MaxDestination } => Nowhere,
        var server => server,
    };

    public async Task<Outcome> TryAsync(Message message, JsonObject config, CancellationToken cancellationToken)
    {
        if (WebhookConfig.Read(config) is not { } webhook) return new Outcome.Refused("no url is configured any more");
        using var limit = new TimeLimit(webhook.Timeout, clock, cancellationToken);
        try
        {
            using var request = Request(message, webhook);
            using var response = await client.SendAsync(request, limit.Token);
            return WebhookAnswer.Classify(
                (int)response.StatusCode,
                FarSideHttp.NotBefore(response, clock),
                await BeginningAsync(response, limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Outcome.TryAgain($"the far side did not answer within {webhook.Timeout.TotalSeconds} s");
        }
        catch (HttpRequestException e) when (e.InnerException is ForbiddenAddressException forbidden)
        {
            return new Outcome.Refused(forbidden.Message);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Outcome.TryAgain(WebhookAnswer.Reason(e));
        }
    }

    private HttpRequestMessage Request(Message message, WebhookConfig webhook)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(WebhookBody.Of(message), WireJson.Options);
        var request = new HttpRequestMessage(webhook.Method, webhook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        var id = message.DeliveryId.ToString();
        var now = clock.GetUtcNow();
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (webhook.SigningSecrets.Count > 0) request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(id, now, body, webhook.SigningSecrets));
        foreach (var (name, value) in webhook.Headers)
        {
            // HttpClient sorts headers into two bags and refuses each in the wrong one
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        if (!request.Headers.Contains("User-Agent")) request.Headers.UserAgent.Add(new ProductInfoHeaderValue("self-service-agent", "1.0"));
        return request;
    }

    // The status has decided already; a body that stalls or breaks off changes nothing, and what came of it is kept.
    private async Task<string?> BeginningAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var beginning = new byte[Excerpt.MaxBytes];
        var length = 0;
        using var limit = new TimeLimit(_bodyTime, clock, cancellationToken);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            while (length < beginning.Length && await body.ReadAsync(beginning.AsMemory(length), limit.Token) is > 0 and var read) length += read;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
        }

        return Excerpt.Of(beginning.AsSpan(0, length));
    }
}
