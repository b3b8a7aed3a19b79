using IntegrationDispatcher.Integrations.Slack;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Tests;

/// <summary>The Slack integration before a Slack that is played.</summary>
internal sealed class PlayedSlack : IAsyncDisposable
{
    private readonly SlackPlaces _places;

    public PlayedSlack(SlackFarSide farSide, SlackAppOptions? app = null)
    {
        FarSide = farSide;
        var options = Options.Create(app ?? Reaching(farSide));
        Client = new(options, TimeProvider.System);
        _places = new(Client);
        var poster = new SlackPoster(Client, new(Client), Posts, TimeProvider.System);
        Integration = new(options, Options.Create(new SlackOptions { SigningSecret = "a-signing-secret-of-slack" }), Client, _places, poster);
    }

    public SlackFarSide FarSide { get; }

    public PlayedSlackPosts Posts { get; } = new();

    public SlackClient Client { get; }

    public SlackIntegration Integration { get; }

    public static async Task<PlayedSlack> StartAsync() => new(await SlackFarSide.StartAsync());

    public static SlackAppOptions Reaching(SlackFarSide farSide) => new() { BotToken = SlackFarSide.Token, ApiBaseUrl = farSide.ApiBaseUrl };

    public ValueTask DisposeAsync()
    {
        _places.Dispose();
        Client.Dispose();
        return FarSide.DisposeAsync();
    }
}
