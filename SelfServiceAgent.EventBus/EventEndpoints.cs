using CloudNative.CloudEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SelfServiceAgent.EventBus.Direct;

namespace SelfServiceAgent.EventBus;

/// <summary>Events by HTTP (CloudEvents HTTP protocol binding 1.0), for our own services and for gateways that hold the service key.</summary>
public static class EventEndpoints
{
    private const long MaxBodyBytes = 4 * 1024 * 1024; // a request of 256 KiB may be six times as long once it is escaped
    private const string AttributePrefix = "ce-";

    public static void MapEvents(this IEndpointRouteBuilder app) =>
        app.MapPost(DirectTransport.Path, ReceiveAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> ReceiveAsync(HttpRequest request, ServiceKey serviceKey, EventIntake intake, CancellationToken cancellationToken)
    {
        if (!serviceKey.IsOn(request)) return Refused(StatusCodes.Status401Unauthorized, "unauthenticated", "The service key is required.");
        if (await BoundedBody.ReadAsync(request, MaxBodyBytes, cancellationToken) is not { } body) return Refused(StatusCodes.Status413PayloadTooLarge, "body_too_large", "The event is too large.");
        try
        {
            return await intake.ReceiveAsync(Decode(request, body), cancellationToken)
                ? Results.Json(new { status = "accepted" }, statusCode: StatusCodes.Status202Accepted)
                : Results.Json(new { status = "ignored" });
        }
        catch (EventRejectedException e)
        {
            return Refused(StatusCodes.Status400BadRequest, "malformed_event", e.Message);
        }
    }

    private static CloudEvent Decode(HttpRequest request, byte[] body) =>
        request.ContentType?.StartsWith(EventCodec.StructuredMediaType, StringComparison.OrdinalIgnoreCase) == true
            ? EventCodec.DecodeStructured(body)
            : EventCodec.DecodeBinary(
                () => request.Headers.Where(header => header.Key.StartsWith(AttributePrefix, StringComparison.OrdinalIgnoreCase))
                    .ToDictionary(header => header.Key[AttributePrefix.Length..].ToLowerInvariant(), header => Uri.UnescapeDataString(header.Value.ToString())),
                request.ContentType,
                body);

    private static IResult Refused(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
