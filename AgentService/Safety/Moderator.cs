using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace AgentService.Safety;

/// <summary>
/// Asks a moderation endpoint about a text, once: <c>POST /v1/moderations</c> with <c>{"input":"…","model":"…"}</c>, answered by
/// <c>{"results":[{"flagged":true,"categories":{"harassment":true,"violence":false}}]}</c>.
/// </summary>
internal sealed partial class Moderator(IHttpClientFactory clients, IOptions<SafetyOptions> options, ILogger<Moderator> logger)
{
    public const string Client = "moderation";

    private const int MaxAnswer = 1_000_000;

    private readonly SafetyOptions _options = options.Value;

    /// <returns>Whether the text is objected to; null when nobody can say.</returns>
    public async Task<bool?> FlagsAsync(string text, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.ModerationTimeout);
        try
        {
            using var client = clients.CreateClient(Client);
            client.MaxResponseContentBufferSize = MaxAnswer;
            using var request = RequestFor(text);
            using var response = await client.SendAsync(request, limit.Token);
            response.EnsureSuccessStatusCode();
            var flags = Read(await response.Content.ReadAsStringAsync(limit.Token));
            if (flags is null) LogUnavailable(logger, "its answer is not that of a moderation endpoint");
            return flags;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            LogUnavailable(logger, e is HttpRequestException { StatusCode: { } status } ? $"it answers {(int)status}" : e.Message);
            return null;
        }
    }

    private HttpRequestMessage RequestFor(string text)
    {
        var body = new JsonObject { ["input"] = text };
        if (_options.ModerationModel is { Length: > 0 } model) body["model"] = model;
        var request = new HttpRequestMessage(HttpMethod.Post, $"{_options.ModerationBaseUrl!.TrimEnd('/')}/v1/moderations") { Content = JsonContent.Create(body) };
        if (_options.ModerationApiKey is { Length: > 0 } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return request;
    }

    private static bool? Read(string answer)
    {
        try
        {
            if (JsonNode.Parse(answer) is not JsonObject read || read["results"] is not JsonArray { Count: > 0 } results) return null;
            var flags = results.Select(result => result is JsonObject one && one["flagged"] is JsonValue value && value.TryGetValue<bool>(out var flagged) ? flagged : (bool?)null).ToList();
            return flags.Contains(true) ? true : flags.Contains(null) ? null : false;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "moderation.unavailable {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);
}
