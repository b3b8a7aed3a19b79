using System.Text.Json.Nodes;

namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>Gives the answer to a command to the person alone, through the address that came with it.</summary>
internal sealed class SlackResponder(SlackResponseUrls urls)
{
    private const int MaxPosts = 5; // Slack takes no more

    public async Task<Outcome> RespondAsync(Message message, SlackTarget target, string responseUrl, CancellationToken cancellationToken)
    {
        foreach (var part in SlackParts.Of(message, mention: null, target.IncludeAgentInfo).Take(MaxPosts))
        {
            var body = new JsonObject { ["response_type"] = "ephemeral", ["replace_original"] = false, ["text"] = part.Text, ["blocks"] = part.Blocks };
            if (await urls.PostAsync(responseUrl, body, cancellationToken) is { } problem) return problem.ToOutcome();
        }

        return new Outcome.Delivered { StatusCode = StatusCodes.Status200OK };
    }
}
