using System.Globalization;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Guide;

/// <summary>What the guide promises as the answer to each of its calls.</summary>
internal static class GuideAnswers
{
    private const string Users = "/api/v1/users/";

    /// <summary>Reads what <c>.curlrc</c> makes curl print, and checks it.</summary>
    public static void MustBeAnswered(string curlOutput)
    {
        var end = curlOutput.LastIndexOf('\n');
        var (text, written) = (curlOutput[..end], curlOutput[(end + 1)..]);
        Assert.Matches("^[0-9]{3} [A-Z]+ http://[^ ]+$", written);
        var parts = written.Split(' ');
        Reply.Read(int.Parse(parts[0], CultureInfo.InvariantCulture), text).MustAnswer(parts[1], new Uri(parts[2]).AbsolutePath);
    }

    public static void MustAnswer(this Reply reply, string method, string path)
    {
        if (reply is { Status: 202 } && path == "/api/v1/requests/tool") Assert.Equal("pending", reply["status"]);
        else reply.Must(200).MustAnswerWellTo(method, path.Split('?')[0]);
    }

    private static void MustAnswerWellTo(this Reply reply, string method, string path)
    {
        switch (method)
        {
            case "POST" when path.StartsWith("/api/v1/requests/", StringComparison.Ordinal):
                MustBeCompleted(reply);
                break;
            case "GET" when path == "/health":
                Assert.Equal(("healthy", "request-manager", "true"), (reply["status"], reply["service"], reply["database_connected"]));
                break;
            case "GET" when path == "/api/v1/integration-defaults":
                string?[] priorities = [.. TypesInOrder.Select(type => reply[$"default_integrations.{type}.priority"])];
                Assert.Equal(["1", "2", "3", "4", "5"], priorities);
                break;
            case "GET" when path.EndsWith("/integration-defaults", StringComparison.Ordinal):
                MustBeConfigurationOf(PersonIn(path), reply);
                break;
            case "GET" when path.EndsWith("/deliveries", StringComparison.Ordinal):
                Assert.NotEmpty(reply.Items);
                Assert.All(reply.Items, delivery => Assert.Equal(PersonIn(path), (string?)delivery!["user_id"]));
                break;
            case "POST" when path.EndsWith("/integrations", StringComparison.Ordinal):
                MustBeTheOverrideOf(PersonIn(path), reply);
                break;
            case "PUT":
                Assert.Equal(("EMAIL", "false"), (reply["integration_type"], reply["enabled"]));
                Assert.Equal(("10", "1"), (reply["retry_count"], reply["priority"])); // the one changed, the other left alone
                break;
            case "DELETE" or "POST":
                Assert.Equal("success", reply["status"]);
                Assert.NotEqual("", reply["message"]);
                break;
            default:
                Assert.Fail($"The test does not know what {method} {path} should answer.");
                break;
        }
    }

    private static string[] TypesInOrder => ["SLACK", "EMAIL", "WEBHOOK", "SMS", "TEST"];

    private static string PersonIn(string path) => path[Users.Length..].Split('/')[0];

    private static void MustBeCompleted(Reply reply)
    {
        Assert.Equal("completed", reply["status"]);
        Assert.False(string.IsNullOrWhiteSpace(reply.Content), reply.Text);
        Assert.True(Guid.TryParse(reply.RequestId, out _) && Guid.TryParse(reply.SessionId, out _), reply.Text);
    }

    private static void MustBeConfigurationOf(string userId, Reply reply)
    {
        Assert.Equal(userId, reply["user_id"]);
        Assert.Equal("user@company.com", reply["user_overrides.EMAIL.config.email_address"]);
        Assert.Equal("user@company.com", reply["effective_configs.EMAIL.config.email_address"]);
        Assert.Equal("5", reply["effective_configs.TEST.priority"]);
        Assert.Equal("false", reply["using_integration_defaults"]);
    }

    private static void MustBeTheOverrideOf(string userId, Reply reply)
    {
        Assert.Equal((userId, "EMAIL", "true"), (reply["user_id"], reply["integration_type"], reply["enabled"]));
        Assert.Equal(("1", "5", "30"), (reply["priority"], reply["retry_count"], reply["retry_delay_seconds"]));
        Assert.EndsWith("@company.com", reply["config.email_address"], StringComparison.Ordinal);
        Assert.Equal("html", reply["config.format"]);
    }
}
