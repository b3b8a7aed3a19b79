using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>What came back.</summary>
public sealed record Reply(int Status, string? MediaType, string Text, JsonNode? Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>What another program than <see cref="Client"/> received.</summary>
    public static Reply Read(int status, string json) => new(status, null, json, JsonNode.Parse(json), new Dictionary<string, string>());

    /// <summary>A member as text; the path's parts are separated by dots.</summary>
    public string? this[string path] => Find(path)?.ToString();

    public JsonNode? Find(string path) => path.Split('.').Aggregate(Body, (node, name) => (node as JsonObject)?[name]);

    public JsonArray Items => Body!.AsArray();

    public string RequestId => this["request_id"] ?? throw new InvalidOperationException(Text);

    public string SessionId => this["session_id"] ?? throw new InvalidOperationException(Text);

    public string Content => this["response.content"] ?? throw new InvalidOperationException(Text);

    public Reply Must(int status)
    {
        Assert.True(Status == status, $"expected {status}, got {Status}: {Text}");
        return this;
    }

    /// <summary>An error as all of ours are (RFC 9457), with the code a program looks at.</summary>
    public Reply MustBeProblem(int status, string code)
    {
        Must(status);
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal(code, this["code"]);
        Assert.Matches("^[0-9a-f]{32}$", this["trace_id"]);
        Assert.Equal(status.ToString(System.Globalization.CultureInfo.InvariantCulture), this["status"]);
        return this;
    }
}
