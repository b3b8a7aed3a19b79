using System.Text.Json;
using System.Text.Json.Nodes;
using SlackFarSide.Workspaces;

namespace SlackFarSide.App;

/// <summary>Slash commands; see https://docs.slack.dev/interactivity/implementing-slash-commands.</summary>
internal sealed class Commands(AppClient app, ResponseUrls responses, Views views)
{
    private const string Known = "/agent"; // the one of the app's manifest

    /// <param name="typed">With the slash: <c>/agent reset</c>.</param>
    /// <param name="home">Where the far side itself is.</param>
    /// <returns>What went wrong, in Slack's words; null when nothing did.</returns>
    public async Task<string?> RunAsync(Person person, Channel channel, string typed, string home, CancellationToken cancellationToken)
    {
        var words = typed.Trim().Split(' ', 2, StringSplitOptions.TrimEntries);
        var (command, text) = (words[0], words.Length > 1 ? words[1] : "");
        if (command != Known)
        {
            Talk.Whisper(channel, person.Id, new($"{command} is not a valid command."));
            return "unknown_command";
        }

        var response = responses.Make(channel, person);
        var answer = await app.SendFormAsync("/slack/commands", new Dictionary<string, string>
        {
            ["token"] = Ids.VerificationToken,
            ["team_id"] = Ids.Team,
            ["team_domain"] = Ids.Domain,
            ["channel_id"] = channel.Id,
            ["channel_name"] = channel.Name,
            ["user_id"] = person.Id,
            ["user_name"] = person.Handle,
            ["command"] = command,
            ["text"] = text,
            ["api_app_id"] = Ids.App,
            ["is_enterprise_install"] = "false",
            ["response_url"] = response.Url(home),
            ["trigger_id"] = views.NewTrigger(person),
        }, cancellationToken);

        if (answer.ProblemInWords is { } problem)
            Talk.Whisper(channel, person.Id, new($"{command} failed with the error \"{problem}\""));
        else if (answer.Body.Trim() is { Length: > 0 } body)
            responses.Apply(response, BodyOf(body));
        return answer.ProblemInWords;
    }

    // Anything that is no JSON object is text.
    private static JsonObject BodyOf(string body)
    {
        try
        {
            if (JsonNode.Parse(body) is JsonObject json) return json;
        }
        catch (JsonException)
        {
        }

        return SlackJson.Of(new { Text = body });
    }
}
