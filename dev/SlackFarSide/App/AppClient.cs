using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace SlackFarSide.App;

/// <summary>
/// Calls the app and waits three seconds; signed as https://docs.slack.dev/authentication/verifying-requests-from-slack says.
/// </summary>
internal sealed class AppClient(IOptions<SlackSettings> settings, TimeProvider clock) : IDisposable
{
    public const string FormType = "application/x-www-form-urlencoded";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);

    // Slack carries no trace on either.
    private readonly HttpClient _http =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, ActivityHeadersPropagator = null });

    public Task<AppAnswer> SendFormAsync(string path, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var form = fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}");
        return SendAsync(path, Encoding.ASCII.GetBytes(string.Join('&', form)), FormType, [], cancellationToken);
    }

    public async Task<AppAnswer> SendAsync(
        string path, byte[] body, string type, IEnumerable<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        using var request = Signed($"{settings.Value.AppUrl.TrimEnd('/')}{path}", body, type);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var timeout = new CancellationTokenSource(_patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            var text = await response.Content.ReadAsStringAsync(either.Token);
            var noRetry = response.Headers.TryGetValues("X-Slack-No-Retry", out var values) && values.Contains("1");
            return new((int)response.StatusCode, response.IsSuccessStatusCode ? null : AppAnswer.HttpError, text, noRetry);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, AppAnswer.HttpTimeout);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new(null, AppAnswer.ConnectionFailed);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Signed(string url, byte[] body, string type)
    {
        var timestamp = $"{clock.GetUtcNow().ToUnixTimeSeconds()}";
        byte[] signed = [.. Encoding.UTF8.GetBytes($"v0:{timestamp}:"), .. body];
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.Value.SigningSecret), signed);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.UserAgent.ParseAdd("Slackbot/1.0 (+https://api.slack.com/robots)");
        request.Headers.Add("X-Slack-Request-Timestamp", timestamp);
        request.Headers.Add("X-Slack-Signature", $"v0={Convert.ToHexStringLower(hash)}");
        return request;
    }
}

/// <param name="Problem">Why it is not good enough, in the words of <c>X-Slack-Retry-Reason</c>; null when it is.</param>
/// <param name="NoRetry">The app wants no repetition.</param>
internal sealed record AppAnswer(int? Status, string? Problem, string Body = "", bool NoRetry = false)
{
    public const string HttpError = "http_error", HttpTimeout = "http_timeout", ConnectionFailed = "connection_failed";

    /// <summary>What the person sees of a problem.</summary>
    public string? ProblemInWords => Problem switch { null => null, HttpTimeout => "operation_timeout", _ => "dispatch_failed" };
}
