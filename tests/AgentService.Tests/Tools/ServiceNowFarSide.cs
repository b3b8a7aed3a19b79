using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentService.Tools.Tickets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AgentService.Tests.Tools;

/// <summary>
/// A ServiceNow instance with two people, as far as the Table API goes:
/// https://www.servicenow.com/docs/bundle/zurich-api-reference/page/integrate/inbound-rest/concept/c_TableAPI.html
/// </summary>
internal sealed partial class ServiceNowFarSide : IAsyncDisposable
{
    public const string Username = "agent", Password = "what-only-servicenow-knows", Token = "a-token-of-servicenow";

    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _people = new() { ["alice@company.com"] = "62826bf03710200044e0bfc8bcbe5df1", ["bob@company.com"] = "a8f98bb0eb32010045e1a5115206fe3a" };
    private int _number = 10000;

    private ServiceNowFarSide(WebApplication app) => _app = app;

    public List<JsonObject> Records { get; } = [];

    public ConcurrentQueue<(string Method, string Path, string? Body, string? Authorization)> Received { get; } = [];

    /// <summary>Answers instead; null for itself.</summary>
    public Func<HttpContext, Task<bool>> Instead { get; set; } = _ => Task.FromResult(false);

    public ServiceNowOptions Options => new() { BaseUrl = _app.Urls.Single(), Username = Username, Password = Password };

    public static async Task<ServiceNowFarSide> StartAsync()
    {
        var farSide = new ServiceNowFarSide(Loopback.Build());
        farSide._app.Run(farSide.AnswerAsync);
        await farSide._app.StartAsync();
        return farSide;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
        Received.Enqueue((context.Request.Method, context.Request.Path, body, context.Request.Headers.Authorization));
        if (await Instead(context)) return;
        var basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Username}:{Password}"))}";
        var (status, answer) = context.Request.Headers.Authorization.ToString() is var shown && shown != basic && shown != $"Bearer {Token}"
            ? (StatusCodes.Status401Unauthorized, Error("User Not Authenticated", "Required to provide Auth information"))
            : Answer(context.Request, body);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json;charset=UTF-8";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private (int Status, JsonObject Answer) Answer(HttpRequest request, string body)
    {
        if (!request.Path.StartsWithSegments("/api/now/table", out var rest)) return (StatusCodes.Status400BadRequest, Error("Requested URI does not represent any resource", null));
        var table = rest.Value!.Trim('/');
        lock (_lock)
        {
            if (request.Method == HttpMethods.Post) return (StatusCodes.Status201Created, new() { ["result"] = Created(table, JsonNode.Parse(body)!.AsObject()) });
            var records = table == "sys_user" ? _people.Select(person => new JsonObject { ["sys_id"] = person.Value, ["email"] = person.Key, ["active"] = "true" }) : Records;
            return (StatusCodes.Status200OK, new() { ["result"] = Matching(records, request.Query) });
        }
    }

    private JsonObject Created(string table, JsonObject given)
    {
        var record = given.DeepClone().AsObject();
        record["sys_id"] = Guid.NewGuid().ToString("N");
        record["sys_class_name"] = table;
        record["number"] = $"REQ{++_number:0000000}";
        record["active"] = "true";
        record["sys_created_on"] = $"2026-11-27 08:00:{Records.Count:00}";
        Records.Add(record);
        var answer = record.DeepClone().AsObject();
        answer["requested_for"] = new JsonObject { ["link"] = $"{_app.Urls.Single()}/api/now/table/sys_user/{record["requested_for"]}", ["value"] = (string?)record["requested_for"] };
        return answer;
    }

    private JsonArray Matching(IEnumerable<JsonObject> records, IQueryCollection query)
    {
        var parts = Separator().Split(query["sysparm_query"].ToString()).Select(part => part.Replace("^^", "^", StringComparison.Ordinal)).ToList();
        var conditions = parts.Where(part => !part.StartsWith("ORDERBY", StringComparison.Ordinal)).Select(part => part.Split('=', 2)).ToList();
        var found = records.Where(record => conditions.All(condition => string.Equals(Value(record, condition[0]), condition[1], StringComparison.OrdinalIgnoreCase)));
        if (parts.Contains("ORDERBYDESCsys_created_on")) found = found.OrderByDescending(record => (string?)record["sys_created_on"], StringComparer.Ordinal);
        var fields = query["sysparm_fields"].ToString().Split(',');
        return [.. found.Take(int.Parse(query["sysparm_limit"].ToString(), null))
            .Select(record => new JsonObject(fields.Select(field => KeyValuePair.Create(field, (JsonNode?)(Value(record, field) ?? "")))))];
    }

    private string? Value(JsonObject record, string field) => field == "requested_for.email"
        ? _people.FirstOrDefault(person => person.Value == (string?)record["requested_for"]).Key : (string?)record[field];

    private static JsonObject Error(string message, string? detail) =>
        new() { ["error"] = new JsonObject { ["message"] = message, ["detail"] = detail }, ["status"] = "failure" };

    [GeneratedRegex(@"(?<!\^)\^(?!\^)")]
    private static partial Regex Separator();
}
