using System.Text.Json.Nodes;
using IntegrationDispatcher.Deliveries;
using IntegrationDispatcher.Integrations.Test;
using IntegrationDispatcher.Preferences;
using Microsoft.OpenApi;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace IntegrationDispatcher.Reference;

/// <summary>What the reference says of deliveries.</summary>
internal static class DeliveryOperations
{
    private const string Tag = "Deliveries";

    private const string Ids = """
        "delivery_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b13","request_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b11",
        "session_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b10","user_id":"john.doe"
        """;

    private const string Delivery = $"""
        {Ids},"integration_type":"WEBHOOK","subject":"Answer to your request","status":"SUCCESS","attempts":1,"max_attempts":2,"next_attempt_at":null,
        "error_message":null,"created_at":"2026-11-24T12:00:00Z","updated_at":"2026-11-24T12:00:01Z"
        """;

    private const string Details = """
        "explanation":"It was delivered at the first attempt.","delivery_attempts":[{"number":1,"started_at":"2026-11-24T12:00:00Z","duration_ms":35,
        "outcome":"DELIVERED","status_code":200,"error":null,"response_excerpt":"ok"}]
        """;

    private const string Plan = """
        "request_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b11","session_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b10","user_id":"john.doe","mode":"all",
        "decided_at":"2026-11-24T12:00:00Z",
        "plan":[{"integration_type":"WEBHOOK","decision":"CHOSEN","reason":"the person's override enables it","priority":1,"max_attempts":2}]
        """;

    private static readonly OpenApiParameter _key = new()
    {
        Name = IdempotencyHeader.Name,
        In = ParameterLocation.Header,
        Required = true,
        Description = "What makes the message the same one when it is sent again.",
        Schema = ParameterDescriptions.TextOf(IdempotencyHeader.MaxLength),
    };

    public static OperationDescription List { get; } = new(
        Tag,
        "List a person's deliveries, newest first.",
        new AnswerDescription(200, "A page of them.", typeof(IReadOnlyList<DeliveryView>), $"[{{{Delivery}}}]") { Headers = [ResponseHeaders.TotalCount] })
    {
        Parameters =
        [
            .. ParameterDescriptions.Page,
            ParameterDescriptions.Choice("status", ParameterLocation.Query, "Only those with this status.", Enum.GetValues<DeliveryStatus>()),
            ParameterDescriptions.Choice("integration_type", ParameterLocation.Query, "Only those over this integration.", DeliveryTypes.All),
        ],
        Problems = [CommonProblems.ValidationFailed, CommonProblems.Forbidden],
    };

    public static OperationDescription Read { get; } = new(
        Tag,
        "Read a delivery with its attempts, and in plain words why it went, waits, or did not go.",
        new AnswerDescription(200, "The delivery.", typeof(DeliveryDetail), $"{{{Delivery},{Details}}}"))
    {
        Problems = [Problems.DeliveryNotFound],
    };

    public static OperationDescription Retry { get; } = new(
        Tag, "Deliver once more, under the same id.", new AnswerDescription(202, "It is about to go out.", typeof(DeliveryView), $"{{{Delivery}}}".Replace("SUCCESS", "RETRYING", StringComparison.Ordinal)))
    {
        Text = "Only a delivery that has ended.",
        Problems = [Problems.DeliveryNotFound, Problems.DeliveryNotEnded],
    };

    public static OperationDescription Replay { get; } = new(
        Tag,
        "Deliver once more what failed or expired, many at once, under the same ids.",
        new AnswerDescription(
            200, "How many there are, and when the last of them is due.", typeof(ReplayResult),
            """{"matched":120,"replayed":120,"dry_run":false,"last_at":"2026-11-24T12:00:02.38Z"}"""))
    {
        Text = $"For administrators. Each is tried once, as by a single retry. What somebody may have got (`UNCERTAIN`) is replayed only by that class. At most {DeliveryRestarts.MaxReplayed:N0} a call; while `replayed` is less than `matched`, call again.",
        Problems = [CommonProblems.Forbidden],
        Examples = new Dictionary<string, JsonNode>
        {
            ["outage"] = JsonNode.Parse("""{"from":"2026-11-24T08:00:00Z","to":"2026-11-24T10:00:00Z","integration_type":"EMAIL","error_class":"UNREACHABLE","rate":20,"dry_run":true}""")!,
        },
    };

    public static OperationDescription Send { get; } = new(
        Tag,
        "Deliver a message without an agent.",
        new AnswerDescription(202, "Planned.", typeof(RequestDeliveries), $$"""{{{Plan}},"deliveries":[{{{Delivery}}}]}""") { Headers = [ResponseHeaders.Location] })
    {
        Text = "For our own services and administrators. The same `Idempotency-Key` is the same message, for as long as that is kept.",
        Problems = [CommonProblems.Forbidden, Problems.IdempotencyKeyReused],
        Parameters = [_key],
        Examples = new Dictionary<string, JsonNode>
        {
            ["notice"] = JsonNode.Parse("""{"user_id":"john.doe","subject":"Maintenance","content":"The VPN is away **tonight** from 22:00.","integration_types":["EMAIL"]}""")!,
        },
    };

    public static OperationDescription Test { get; } = new(
        Tag,
        "Send a test message over one integration.",
        new AnswerDescription(200, "The delivery, once it has ended.", typeof(DeliveryDetail), $"{{{Delivery},{Details}}}"),
        new AnswerDescription(202, "The delivery; it is still under way.", typeof(DeliveryDetail), $"{{{Delivery},{Details}}}") { Headers = [ResponseHeaders.Location] })
    {
        Text = "Sent once, even where the integration is disabled.",
        Problems = [CommonProblems.ValidationFailed, CommonProblems.Forbidden, Problems.IntegrationNotUsable, Problems.RateLimited],
        Parameters = [PreferenceOperations.Type],
    };

    public static OperationDescription ReadRequest { get; } = new(
        Tag,
        "Read where the answer to a request went, and why.",
        new AnswerDescription(200, "The plan and the deliveries.", typeof(RequestDeliveries), $$"""{{{Plan}},"deliveries":[{{{Delivery}}}]}"""))
    {
        Problems = [Problems.RequestNotFound],
    };

    public static OperationDescription ReadTest { get; } = new(
        Tag,
        "Read what the TEST integration was given, newest first.",
        new AnswerDescription(
            200, "A page of messages.", typeof(IReadOnlyList<TestDeliveryView>),
            $$"""[{{{Ids}},"agent_id":"routing-agent","subject":"Answer to your request","content":"Hello!","metadata":{},"created_at":"2026-11-24T12:00:00Z"}]""")
        {
            Headers = [ResponseHeaders.TotalCount],
        })
    {
        Parameters =
        [
            .. ParameterDescriptions.Page,
            ParameterDescriptions.Query(UserId.RouteKey, "Whose; the caller's own when left out, for an administrator everyone's.", ParameterDescriptions.TextOf(UserId.MaxLength)),
        ],
        Problems = [CommonProblems.ValidationFailed, CommonProblems.Forbidden],
    };
}
