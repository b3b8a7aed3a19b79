using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Webhook;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace IntegrationDispatcher.Tests;

public sealed class WebhookContract : IntegrationContract, IDisposable
{
    private readonly WebhookClient _client = new(Options.Create(new WebhooksOptions { DangerousAllowLoopback = true }));

    // A repetition has the same webhook-id.
    private protected override Type WhenPerhapsSent => typeof(Outcome.TryAgain);

    public void Dispose() => _client.Dispose();

    private protected override async Task<Play> PlayAsync(Mood mood)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var farSide = await FarSide.StartAsync(context =>
        {
            reached.TrySetResult();
            return AnswerAsync(context, mood);
        });
        var url = mood == Mood.Away ? $"http://127.0.0.1:{DeadPort()}/hook" : $"{farSide.Url}/hook";
        return new(farSide)
        {
            Integration = new WebhookIntegration(_client, TimeProvider.System),
            Config = new() { ["url"] = url, ["timeout_seconds"] = mood == Mood.HangsWithTheMessage ? 1 : 300 },
            Addresses = ["127.0.0.1", "/hook"],
            Taken = () => farSide.Received.Count,
            Reached = reached.Task,
            NamesATime = true,
        };
    }

    private static Task AnswerAsync(HttpContext context, Mood mood)
    {
        context.Response.StatusCode = mood switch { Mood.CannotNow => 503, Mood.SaysNo => 400, Mood.WantsUsSlower => 429, _ => 200 };
        if (mood == Mood.WantsUsSlower) context.Response.Headers.RetryAfter = "3600";
        return mood is Mood.Hangs or Mood.HangsWithTheMessage
            ? Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default)
            : Task.CompletedTask;
    }
}
