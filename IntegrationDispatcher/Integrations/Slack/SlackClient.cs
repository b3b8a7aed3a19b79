using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>
/// The calls of Slack's Web API that we make, each made once; see https://docs.slack.dev/reference/methods. Methods that only read take no
/// JSON, and a form keeps addresses out of the URL.
/// </summary>
/// <exception cref="OperationCanceledException">Of every call, and only when its token is cancelled.</exception>
internal sealed partial class SlackClient(IOptions<SlackAppOptions> options, TimeProvider clock) : IDisposable
{
    private const string JsonType = "application/json; charset=utf-8";
    private const string FormType = "application/x-www-form-urlencoded";

    private static readonly JsonSerializerOptions _json = new(WireJson.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowDuplicateProperties = true,
        MaxDepth = 64, // Slack nests rich text deeply
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly HttpClient _http = FarSideHttp.Create(idle: TimeSpan.FromSeconds(30));
    private readonly string _base = $"{options.Value.ApiBaseUrl.TrimEnd('/')}/";

    /// <summary>How long each call may take.</summary>
    public TimeSpan Timeout => options.Value.Timeout;

    public Task<SlackAnswer<SlackIdentity>> TestAuthAsync(CancellationToken cancellationToken) =>
        FormAsync<SlackIdentity>("auth.test", [], cancellationToken);

    public Task<SlackAnswer<SlackPosted>> PostMessageAsync(SlackPostBody message, CancellationToken cancellationToken) =>
        JsonAsync<SlackPosted>("chat.postMessage", message, cancellationToken);

    /// <summary>The direct messages with a person; opened where there were none.</summary>
    public Task<SlackAnswer<SlackOpened>> OpenConversationAsync(string userId, CancellationToken cancellationToken) =>
        JsonAsync<SlackOpened>("conversations.open", new { users = userId }, cancellationToken);

    public Task<SlackAnswer<SlackPerson>> LookUpByEmailAsync(string email, CancellationToken cancellationToken) =>
        FormAsync<SlackPerson>("users.lookupByEmail", [("email", email)], cancellationToken);

    public Task<SlackAnswer<SlackPerson>> UserInfoAsync(string userId, CancellationToken cancellationToken) =>
        FormAsync<SlackPerson>("users.info", [("user", userId)], cancellationToken);

    /// <summary>Adds our reaction to a message; that it is there already is no problem.</summary>
    public Task<SlackAnswer<SlackDone>> AddReactionAsync(string channel, string ts, string name, CancellationToken cancellationToken) =>
        JsonAsync<SlackDone>("reactions.add", new { channel, timestamp = ts, name }, cancellationToken);

    public Task<SlackAnswer<SlackDone>> RemoveReactionAsync(string channel, string ts, string name, CancellationToken cancellationToken) =>
        JsonAsync<SlackDone>("reactions.remove", new { channel, timestamp = ts, name }, cancellationToken);

    /// <summary>Shows a modal to whoever pressed something within the last three seconds.</summary>
    public Task<SlackAnswer<SlackDone>> OpenViewAsync(string triggerId, JsonObject view, CancellationToken cancellationToken) =>
        JsonAsync<SlackDone>("views.open", new { trigger_id = triggerId, view }, cancellationToken);

    /// <summary>A page of what was posted between two moments, in a thread or else in the channel itself, with metadata.</summary>
    public Task<SlackAnswer<SlackPage>> ReadAsync(
        string channel, string? threadTs, DateTimeOffset oldest, DateTimeOffset latest, string? cursor,
        CancellationToken cancellationToken) =>
        FormAsync<SlackPage>(
            threadTs is null ? "conversations.history" : "conversations.replies",
            [
                ("channel", channel), ("ts", threadTs), ("oldest", Ts(oldest)), ("latest", Ts(latest)), ("cursor", cursor),
                ("limit", "100"), ("include_all_metadata", "true"),
            ],
            cancellationToken);

    public void Dispose() => _http.Dispose();

    private static string Ts(DateTimeOffset moment) => string.Create(CultureInfo.InvariantCulture, $"{moment.ToUnixTimeSeconds()}.000000");

    private Task<SlackAnswer<T>> JsonAsync<T>(string method, object body, CancellationToken cancellationToken) =>
        CallAsync<T>(method, new(JsonSerializer.SerializeToUtf8Bytes(body, _json), JsonType), cancellationToken);

    private Task<SlackAnswer<T>> FormAsync<T>(
        string method, IEnumerable<(string Name, string? Value)> fields, CancellationToken cancellationToken)
    {
        var form = fields.Where(field => field.Value is not null).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}");
        return CallAsync<T>(method, new(Encoding.ASCII.GetBytes(string.Join('&', form)), FormType), cancellationToken);
    }

    private async Task<SlackAnswer<T>> CallAsync<T>(string method, TellingContent content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_base}{method}") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.BotToken);
        using var limit = new TimeLimit(Timeout, clock, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, limit.Token);
            var body = await response.Content.ReadAsByteArrayAsync(limit.Token);
            return Read<T>((int)response.StatusCode, body, FarSideHttp.NotBefore(response, clock));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SlackProblem.OfTransport("Slack did not answer in time", content.MayHaveLeft);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return SlackProblem.OfTransport(
                content.MayHaveLeft ? "the connection to Slack broke off" : "no connection to Slack could be made", content.MayHaveLeft);
        }
    }

    private static SlackAnswer<T> Read<T>(int status, byte[] body, DateTimeOffset? notBefore)
    {
        try
        {
            var answer = JsonSerializer.Deserialize<JsonElement>(body, _json);
            if (answer.GetProperty("ok").GetBoolean()) return answer.Deserialize<T>(_json)!;
            var error = answer.GetProperty("error").GetString() ?? "";
            return SlackProblem.Of(ErrorCode().IsMatch(error) ? error : SlackProblem.NoCode, status, notBefore);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // A 200 whose body makes no sense is as good as a server error: who knows what was done.
            return SlackProblem.Of(status is >= 200 and < 300 ? SlackProblem.NoCode : $"{status}", status, notBefore);
        }
    }

    [GeneratedRegex(@"\A[a-z0-9_]{1,80}\z")]
    private static partial Regex ErrorCode();
}
