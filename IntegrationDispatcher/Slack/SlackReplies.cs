using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations.Slack;

namespace IntegrationDispatcher.Slack;

/// <summary>Answers a button through its <c>response_url</c>, to the person alone, in the thread the button is in.</summary>
internal sealed class SlackReplies(SlackResponseUrls urls)
{
    public async Task<SlackWork> SayAsync(SlackInteraction pressed, JsonObject message, CancellationToken cancellationToken)
    {
        if (pressed.ResponseUrl is not { } url) return new SlackWork.Done("nowhere to answer");
        var placed = message.DeepClone().AsObject();
        if (pressed.ThreadTs is { } thread) placed["thread_ts"] = thread;
        return await urls.PostAsync(url, placed, cancellationToken) switch
        {
            null => new SlackWork.Done("answered"),
            { Passes: true } problem => new SlackWork.Later(problem.Reason, problem.NotBefore),
            var problem => new SlackWork.Done(problem.Reason),
        };
    }
}
