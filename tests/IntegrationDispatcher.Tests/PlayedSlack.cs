using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Slack;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Tests;

/// <summary>The Slack integration before a Slack that is played.</summary>
internal sealed class PlayedSlack : IAsyncDisposable
{
    private readonly SlackPlaces _places;
    private readonly SlackResponseUrls _urls;

    public PlayedSlack(SlackFarSide farSide, SlackAppOptions? app = null)
    {
        FarSide = farSide;
        var options = Options.Create(app ?? Reaching(farSide));
        Client = new(options, TimeProvider.System);
        _places = new(Client);
        var poster = new SlackPoster(Client, new(Client), Posts, TimeProvider.System);
        var shared = Options.Create(new SlackOptions { SigningSecret = "a-signing-secret-of-slack" });
        _urls = new(options, TimeProvider.System);
        Integration = new(options, shared, Client, _places, poster, new(_urls, Posts));
    }

    public SlackFarSide FarSide { get; }

    public PlayedSlackPosts Posts { get; } = new();

    public SlackClient Client { get; }

    public SlackIntegration Integration { get; }

    public static async Task<PlayedSlack> StartAsync() => new(await SlackFarSide.StartAsync());

    public static SlackAppOptions Reaching(SlackFarSide farSide) =>
        new() { BotToken = SlackFarSide.Token, ApiBaseUrl = farSide.ApiBaseUrl };

    public static Message Message(string content = "It is **there**.") => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "john.doe", "laptop-refresh", null, content,
        IntegrationType.Web, null, null, new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));

    public Task<Outcome> TryAsync(
        Message message, string config = """{"channel_id":"C0001"}""", CancellationToken? cancellationToken = null) =>
        Integration.TryAsync(message, JsonNode.Parse(config)!.AsObject(), cancellationToken ?? TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        _places.Dispose();
        _urls.Dispose();
        Client.Dispose();
        return FarSide.DisposeAsync();
    }
}
