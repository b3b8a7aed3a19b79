using System.Net.Http.Headers;
using System.Net.Http.Json;
using Service = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;

namespace SelfServiceAgent.AppHost;

/// <summary>A button in the dashboard that asks the agent something and shows its answer.</summary>
internal static class SampleRequest
{
    public static Service WithSampleRequestCommand(this Service requestManager) =>
        requestManager.WithHttpCommand(
            "/api/v1/requests/web",
            "Send a sample request",
            commandName: "send-sample-request",
            commandOptions: new HttpCommandOptions
            {
                Method = HttpMethod.Post,
                Description = $"Asks for help with a laptop as {DevelopmentKeys.WebTestUser} and shows the answer.",
                IconName = "Send",
                IsHighlighted = true,
                PrepareRequest = Prepare,
                ResultMode = HttpCommandResultMode.Json,
            });

    private static Task Prepare(HttpCommandRequestContext context)
    {
        context.Request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", DevelopmentKeys.WebTestUser);
        context.Request.Content = JsonContent.Create(new
        {
            user_id = DevelopmentKeys.WebTestUser,
            content = "Hello, I need help with my laptop",
        });
        return Task.CompletedTask;
    }
}
