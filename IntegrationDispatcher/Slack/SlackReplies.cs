using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations.Slack;

namespace IntegrationDispatcher.Slack;

/// <summary>Answers a command or a button through its <c>response_url</c>.</summary>
internal sealed class SlackReplies(SlackResponseUrls urls)
{
    public async Task<SlackWork> SayAsync(string? responseUrl, JsonObject message, CancellationToken cancellationToken) =>
        responseUrl is null ? new SlackWork.Done("nowhere to answer") : await urls.PostAsync(responseUrl, message, cancellationToken) switch
        {
            null => new SlackWork.Done("answered"),
            { Passes: true } problem => new SlackWork.Later(problem.Reason, problem.NotBefore),
            var problem => new SlackWork.Done(problem.Reason),
        };
}
