using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationDispatcher.Preferences;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations.Sms;

/// <summary>
/// Sends a message as a text message. The gateway knows no repetitions, so what may have been sent is never sent again; see
/// https://www.twilio.com/docs/messaging/api/message-resource.
/// </summary>
internal sealed class SmsIntegration(IOptions<SmsOptions> options, TimeProvider clock) : IIntegration, IDisposable
{
    /// <summary>In UTF-16 units; the gateway splits it into segments.</summary>
    public const int MaxBody = 1600;

    private readonly SmsOptions _options = options.Value;

    // A kept connection may close in the very moment in which a message leaves on it, and nobody could tell whether it arrived.
    private readonly HttpClient _http = FarSideHttp.Create(idle: TimeSpan.Zero);

    public IntegrationType Type => IntegrationType.Sms;

    public bool IsConfigured => _options.IsConfigured;

    private string Account => $"{_options.BaseUrl.TrimEnd('/')}/2010-04-01/Accounts/{_options.AccountSid}";

    public bool KnowsRepetitions => false;

    public string? Objection(JsonObject config) => NumberIn(config) is null ? "no phone number is known" : null;

    public string? DestinationOf(JsonObject config) => $"sms:{new Uri(_options.BaseUrl).Host}";

    public async Task<Probe> ProbeAsync(CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, $"{Account}.json");
        using var limit = new TimeLimit(_options.Timeout, clock, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return SmsAnswer.Judge((int)response.StatusCode);
        }
        catch (Exception e) when (IsOfTransport(e) && !cancellationToken.IsCancellationRequested)
        {
            return Probe.Unreachable(e is OperationCanceledException ? "the gateway did not answer in time" : SmsAnswer.NoConnection);
        }
    }

    public async Task<Outcome> TryAsync(Message message, JsonObject config, CancellationToken cancellationToken)
    {
        if (NumberIn(config) is not { } number) return new Outcome.Refused("no phone number is known any more");
        using var content = Form(number, message.Content);
        using var request = Request(HttpMethod.Post, $"{Account}/Messages.json");
        request.Content = content;
        using var limit = new TimeLimit(_options.Timeout, clock, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var body = await BodyAsync(response, limit.Token);
            return SmsAnswer.Classify((int)response.StatusCode, body, FarSideHttp.NotBefore(response, clock));
        }
        catch (Exception e) when (IsOfTransport(e) && (content.MayHaveLeft || !cancellationToken.IsCancellationRequested))
        {
            return content.MayHaveLeft ? new Outcome.Uncertain(SmsAnswer.MayHaveBeenSent) : new Outcome.TryAgain(SmsAnswer.NoConnection);
        }
    }

    public void Dispose() => _http.Dispose();

    private static string? NumberIn(JsonObject config) => ConfigValues.TextOf(config[SmsConfig.PhoneNumber]);

    private static bool IsOfTransport(Exception exception) =>
        exception is HttpRequestException or IOException or OperationCanceledException;

    // The status has decided already, unless the body is late or broken.
    private static async Task<byte[]> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception e) when (IsOfTransport(e))
        {
            return [];
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string url)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_options.AccountSid}:{_options.AuthToken}"));
        return new(method, url) { Headers = { Authorization = new AuthenticationHeaderValue("Basic", credentials) } };
    }

    private TellingContent Form(string number, string text)
    {
        var sender = string.IsNullOrEmpty(_options.MessagingServiceSid)
            ? ("From", _options.From!) : ("MessagingServiceSid", _options.MessagingServiceSid);
        (string Name, string Value)[] fields = [("To", number), sender, ("Body", PlainText.Shortened(PlainText.Of(text), MaxBody))];
        var form = string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));
        return new(Encoding.ASCII.GetBytes(form), MediaTypeNames.Application.FormUrlEncoded);
    }
}
