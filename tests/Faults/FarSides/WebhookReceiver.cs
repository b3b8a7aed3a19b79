using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Faults.Accounting;

namespace Faults.FarSides;

/// <summary>Whom webhooks go to. It keeps what it was told, whatever it answers.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private LoopbackServer _server = null!;

    public LoopbackServer Server => _server;

    public string Url => $"{_server.Url}/hook";

    /// <summary>In order of arrival.</summary>
    public ConcurrentQueue<Effect> Received { get; } = [];

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        receiver._server = await LoopbackServer.StartAsync(async context =>
        {
            var body = await JsonNode.ParseAsync(context.Request.Body);
            receiver.Received.Enqueue(new(
                "WEBHOOK", body!["request_id"]!.ToString(), context.Request.Headers["webhook-id"].ToString(), body["content"]!.ToString()));
        });
        return receiver;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
