using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Slack;

/// <summary>What is handed over: who said what, and where the answer goes.</summary>
/// <param name="Key">Sent as <c>Idempotency-Key</c>: handed over again, it is the same request.</param>
internal sealed record SlackRequest(string Key, string UserId, string Content, SlackPlace Place);

/// <summary>Hands what people said over to RequestManager, signed as Slack signs, and does not wait for the answer.</summary>
internal sealed class SlackHandOver(IHttpClientFactory clients, SlackSignature signature, TimeProvider clock)
{
    public const string ClientName = "request-manager-slack";

    public static readonly SlackWork NoAnswer = new SlackWork.Later("RequestManager does not answer");

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    public async Task<SlackWork> GiveAsync(SlackRequest asked, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(_patience, clock, cancellationToken);
        try
        {
            using var request = Request(asked);
            using var response = await clients.CreateClient(ClientName).SendAsync(request, limit.Token);
            return Read(asked, response);
        }
        catch (Exception e) when ((e is HttpRequestException or OperationCanceledException) && !cancellationToken.IsCancellationRequested)
        {
            return NoAnswer;
        }
    }

    private SlackWork Read(SlackRequest asked, HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => new SlackWork.Done($"handed over: {Path.GetFileName(response.Headers.Location?.ToString())}"),
        StatusCodes.Status400BadRequest or StatusCodes.Status413PayloadTooLarge => new SlackWork.Failed(
            $"refused with {(int)response.StatusCode}", asked.Content.Length > RequestCreated.MaxContent ? SlackWords.TooLong : SlackWords.Fault),
        StatusCodes.Status422UnprocessableEntity => new SlackWork.Done("handed over before"), // its key is known there, with words of an older version of ours
        // 401 too: a secret that does not fit is mended sooner or later.
        var status => new SlackWork.Later($"RequestManager answered {status}", FarSideHttp.NotBefore(response, clock)),
    };

    private HttpRequestMessage Request(SlackRequest asked)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                user_id = asked.UserId, content = asked.Content, channel_id = asked.Place.Channel, thread_id = asked.Place.Thread,
                slack_user_id = asked.Place.UserId, slack_team_id = asked.Place.TeamId, metadata = asked.Place.Metadata,
            },
            WireJson.Options);
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/requests/slack") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(SlackSignature.TimestampHeader, timestamp);
        request.Headers.Add(SlackSignature.Header, signature.Sign(timestamp, body));
        request.Headers.Add("Prefer", "respond-async");
        request.Headers.Add(IdempotencyHeader.Name, asked.Key);
        return request;
    }
}
