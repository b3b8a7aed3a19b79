using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Guide;

/// <summary>A call in the guide's <c>http</c> notation, with its placeholders filled in.</summary>
internal sealed partial record HttpExample(string Method, string Path, IReadOnlyList<(string Name, string Value)> Headers, string? Body)
{
    // What the guide prints as "string", by the field it is the value of.
    private static readonly Dictionary<string, string> _values = new()
    {
        ["content"] = "Hello, I need help with my laptop",
        ["client_ip"] = "192.168.1.100",
        ["terminal"] = "xterm-256color",
        ["command"] = "agent ask",
        ["tool_id"] = "snow-integration",
        ["tool_instance_id"] = "snow-production",
        ["trigger_event"] = "incident.created",
        ["correlation_id"] = "INC0012345",
        ["automation_rule"] = "ask-the-agent-first",
        ["triggered_by"] = "business-rule",
        ["integration_type"] = "WEB",
        ["channel_id"] = "C123456789",
        ["thread_id"] = "1717171717.000100",
        ["slack_user_id"] = "U123456789",
        ["slack_team_id"] = "T123456789",
    };

    /// <param name="userId">Whom the call is about, where the guide leaves it open.</param>
    public static HttpExample Of(GuideExample example, string userId)
    {
        var (head, body) = example.Text.Split("\n\n", 2) is [var first, var rest] ? (first, Filled(rest, userId)) : (example.Text, null);
        var lines = head.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var (method, path) = lines[0].Split(' ') is [var verb, var target] ? (verb, target) : throw new FormatException(lines[0]);
        return new(
            method,
            path.Replace("{user_id}", userId, StringComparison.Ordinal).Replace("{integration_type}", "EMAIL", StringComparison.Ordinal),
            [.. lines[1..].Select(line => line.Split(": ", 2)).Select(header => (header[0], header[1]))],
            body);
    }

    public HttpExample With(string printed, string value) => this with
    {
        Headers = [.. Headers.Select(header => (header.Name, header.Value.Replace(printed, value, StringComparison.Ordinal)))],
    };

    public Task<Reply> SendAsync(Client client)
    {
        Assert.DoesNotContain(Headers, header => header.Value.Contains('<', StringComparison.Ordinal));
        var content = Body is null ? null : new StringContent(Body, Encoding.UTF8);
        var caller = client;
        foreach (var (name, value) in Headers)
        {
            if (name == "Content-Type") content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else caller = caller.With(name, value);
        }

        return caller.SendAsync(new HttpMethod(Method), Path, content);
    }

    private static string Filled(string body, string userId) => PrintedText().Replace(
        body.Replace(" (optional)", "", StringComparison.Ordinal),
        field => $"{field.Groups["name"].Value}: \"{ValueOf(field.Groups["field"].Value, userId)}\"");

    private static string ValueOf(string field, string userId) => field == "user_id" ? userId : _values[field];

    [GeneratedRegex("(?<name>\"(?<field>\\w+)\"): \"string\"")]
    private static partial Regex PrintedText();
}
