using System.Net.Http.Headers;
using System.Net.Http.Json;
using Service = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;

namespace SelfServiceAgent.AppHost;

/// <summary>A button in the dashboard that puts what no service took in back into their queues. Without a broker there are no queues, and no button.</summary>
internal static class ReplayDeadLetters
{
    public static Service WithReplayDeadLettersCommand(this Service requestManager) =>
        requestManager.ApplicationBuilder.ChosenCommunication() == CommunicationMode.Direct ? requestManager : requestManager.WithHttpCommand(
            "/api/v1/dead-letters/replay",
            "Replay dead letters",
            commandName: "replay-dead-letters",
            commandOptions: new HttpCommandOptions
            {
                Method = HttpMethod.Post,
                Description = "Puts all open dead letters back into their queues and shows how many there were.",
                ConfirmationMessage = "Put all open dead letters back into their queues? What its service still does not take in comes back.",
                IconName = "ArrowRepeatAll",
                PrepareRequest = Prepare,
                ResultMode = HttpCommandResultMode.Json,
            });

    private static Task Prepare(HttpCommandRequestContext context)
    {
        context.Request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", DevelopmentKeys.AdminTestUser);
        context.Request.Content = JsonContent.Create(new { });
        return Task.CompletedTask;
    }
}
