using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Tools.Tickets;

/// <summary>
/// ServiceNow's Table API, <c>/api/now/table/…</c>. Each call is made once. Its own words are left out of messages, for they may name people.
/// </summary>
internal sealed class ServiceNowClient : IDisposable
{
    private const int MaxAnswer = 4 * 1024 * 1024;

    private readonly HttpClient _http;

    public ServiceNowClient(IOptions<TicketsOptions> options)
    {
        var instance = options.Value.ServiceNow;
        _http = FarSideHttp.Create(idle: TimeSpan.FromMinutes(1)); // whoever calls a tool limits its time
        _http.BaseAddress = new($"{instance.BaseUrl!.TrimEnd('/')}/api/now/table/");
        _http.MaxResponseContentBufferSize = MaxAnswer;
        _http.DefaultRequestHeaders.Authorization = CredentialOf(instance);
        _http.DefaultRequestHeaders.Accept.Add(new(MediaTypeNames.Application.Json));
    }

    /// <returns>The record as it stands there now.</returns>
    /// <exception cref="ToolException">It was not created, or nobody knows.</exception>
    public async Task<JsonObject> CreateAsync(string table, JsonObject record, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, table);
        request.Content = new StringContent(record.ToJsonString(), Encoding.UTF8, MediaTypeNames.Application.Json);
        return await SendAsync(request, cancellationToken) as JsonObject ?? throw new ToolException("ServiceNow's answer is no record.");
    }

    /// <returns>The records for which all conditions hold, newest first.</returns>
    /// <exception cref="ToolException">They cannot be had.</exception>
    public async Task<IReadOnlyList<JsonObject>> QueryAsync(
        string table, (string Field, string Value)[] conditions, string fields, int limit, CancellationToken cancellationToken)
    {
        var query = string.Concat(conditions.Select(condition => $"{condition.Field}={Escaped(condition.Value)}^")) + "ORDERBYDESCsys_created_on";
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"{table}?sysparm_query={Uri.EscapeDataString(query)}&sysparm_fields={fields}&sysparm_limit={limit}&sysparm_exclude_reference_link=true");
        return await SendAsync(request, cancellationToken) is JsonArray records
            ? [.. records.OfType<JsonObject>()] : throw new ToolException("ServiceNow's answer is no list.") { Passes = true, DidNothing = true };
    }

    public void Dispose() => _http.Dispose();

    // A caret joins conditions; written twice it is one. And ServiceNow runs what stands behind "javascript:".
    private static string Escaped(string value) => value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)
        ? throw new ToolException("That is nothing to look for.") { DidNothing = true } : value.Replace("^", "^^", StringComparison.Ordinal);

    private static AuthenticationHeaderValue CredentialOf(ServiceNowOptions options) => string.IsNullOrEmpty(options.Token)
        ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Username}:{options.Password}"))) : new("Bearer", options.Token);

    private async Task<JsonNode?> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isRead = request.Method == HttpMethod.Get;
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            if (Refusal(response.StatusCode, isRead) is { } refusal) throw refusal;
            return (JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) as JsonObject)?["result"];
        }
        catch (HttpRequestException e)
        {
            throw new ToolException("ServiceNow cannot be reached.", e) { Passes = true, DidNothing = isRead || HasNotLeft(e) };
        }
        catch (JsonException e)
        {
            throw new ToolException("ServiceNow's answer is not JSON.", e) { Passes = true, DidNothing = isRead }; // an instance that sleeps answers with a page
        }
    }

    private static bool HasNotLeft(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;

    private static ToolException? Refusal(HttpStatusCode status, bool isRead) => status switch
    {
        HttpStatusCode.OK or HttpStatusCode.Created => null,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new("ServiceNow refuses our credentials.") { DidNothing = true },
        HttpStatusCode.TooManyRequests => new("ServiceNow wants us slower.") { Passes = true, DidNothing = true },
        >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new($"ServiceNow answered {(int)status}.") { Passes = true, DidNothing = isRead },
        _ => new($"ServiceNow answered {(int)status}.") { DidNothing = true },
    };
}
