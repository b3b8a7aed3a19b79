using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>
/// Posts to the addresses that Slack gives with commands and buttons: good for five posts within 30 minutes. Only Slack's own are called,
/// whatever an event says.
/// </summary>
internal sealed class SlackResponseUrls(IOptions<SlackAppOptions> options, TimeProvider clock) : IDisposable
{
    private const string Hooks = "hooks.slack.com";

    private readonly HttpClient _http = FarSideHttp.Create(idle: TimeSpan.FromSeconds(30));
    private readonly Uri _api = new(options.Value.ApiBaseUrl);

    /// <returns>Null when it is posted.</returns>
    public async Task<SlackProblem?> PostAsync(string responseUrl, JsonObject message, CancellationToken cancellationToken)
    {
        if (!IsSlacks(responseUrl)) return SlackProblem.Of("no_response_url_of_slack", StatusCodes.Status400BadRequest, null);
        using var content = new TellingContent(Encoding.UTF8.GetBytes(message.ToJsonString()), "application/json; charset=utf-8");
        using var request = new HttpRequestMessage(HttpMethod.Post, responseUrl) { Content = content };
        using var limit = new TimeLimit(options.Value.Timeout, clock, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return response.IsSuccessStatusCode ? null : SlackProblem.Of($"{(int)response.StatusCode}", (int)response.StatusCode, FarSideHttp.NotBefore(response, clock));
        }
        catch (Exception e) when ((e is HttpRequestException or IOException or OperationCanceledException) && !cancellationToken.IsCancellationRequested)
        {
            return SlackProblem.OfTransport("Slack did not take the answer in time", content.MayHaveLeft);
        }
    }

    public void Dispose() => _http.Dispose();

    private bool IsSlacks(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url)
        && ((url.Scheme == Uri.UriSchemeHttps && url.Host == Hooks) || (url.Scheme == _api.Scheme && url.Authority == _api.Authority));
}
