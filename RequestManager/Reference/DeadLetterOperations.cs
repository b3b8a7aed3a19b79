using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using RequestManager.DeadLetters;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.Reference;

/// <summary>What the reference says of dead letters. Only administrators may call these, whatever the switches say.</summary>
internal static class DeadLetterOperations
{
    private const string Tag = "Dead letters";

    private const string Letter = """
        "id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b14","service":"agent-service","event_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b11",
        "event_type":"com.self-service-agent.request.created","reason":"failed 5 times: InvalidOperationException",
        "explanation":"agent-service could read it but not cope with it: failed 5 times: InvalidOperationException. The exception is in its log, at event.not_taken with this event_id. Replay it when the fault is mended. It is open.",
        "times":1,"first_seen_at":"2026-11-24T12:00:00Z","received_at":"2026-11-24T12:00:00Z","replayed_at":null,"discarded_at":null,"size":23
        """;

    private const string Content = """
        "content_type":"application/cloudevents+json","headers":{"x-ssa-reason":"failed 5 times: InvalidOperationException"},"body":"{\"specversion\":\"1.0\", …}"
        """;

    private static readonly ProblemKind[] _ofReplaying = [CommonProblems.Forbidden, Problems.NoBroker, Problems.BrokerUnavailable, Problems.RateLimited];

    public static OperationDescription List { get; } = new(
        Tag,
        "List dead letters, newest first, without what is in them.",
        new AnswerDescription(200, "A page of them.", typeof(IReadOnlyList<DeadLetterBody>), $"[{{{Letter}}}]") { Headers = [ResponseHeaders.TotalCount] })
    {
        Parameters =
        [
            ParameterDescriptions.Query("service", "Only those of this service.", new OpenApiSchema
            {
                Type = JsonSchemaType.String, Enum = [.. ServiceNames.All.Select(service => JsonValue.Create(service))],
            }),
            ParameterDescriptions.Choice(
                "status", ParameterLocation.Query, "Only those of which this has become; `OPEN` when it is left out.", Enum.GetValues<DeadLetterStatus>()),
            .. ParameterDescriptions.Page,
        ],
        Problems = [CommonProblems.ValidationFailed, CommonProblems.Forbidden, Problems.RateLimited],
    };

    public static OperationDescription Read { get; } = new(
        Tag, "Read a dead letter, with what is in it.", new AnswerDescription(200, "The whole of it.", typeof(DeadLetterBody), $"{{{Letter},{Content}}}"))
    {
        Problems = [CommonProblems.Forbidden, Problems.DeadLetterNotFound, Problems.RateLimited],
    };

    public static OperationDescription Replay { get; } = new(
        Tag,
        "Put a dead letter back into its queue.",
        new AnswerDescription(200, "It is in the queue.", typeof(ReplayBody), """{"matched":1,"replayed":1,"dry_run":false}"""))
    {
        Text = "Also one that was replayed or discarded before. If its service still does not take it in, it comes back as the same dead letter.",
        Problems = [.. _ofReplaying, Problems.DeadLetterNotFound],
    };

    public static OperationDescription ReplayMany { get; } = new(
        Tag,
        "Put all open dead letters that match back into their queues, oldest first.",
        new AnswerDescription(200, "What was done.", typeof(ReplayBody), """{"matched":12,"replayed":12,"dry_run":false}"""))
    {
        Text = "Answers when it is done. A caller that hangs up ends it; what was not replayed stays open, and the same call goes on with it.",
        Problems = _ofReplaying,
        Examples = new Dictionary<string, JsonNode>
        {
            ["all, on trial"] = JsonNode.Parse("""{"dry_run":true}""")!,
            ["of an hour"] = JsonNode.Parse("""
                {"service":"agent-service","event_type":"com.self-service-agent.request.created","from":"2026-11-24T12:00:00Z","to":"2026-11-24T13:00:00Z","rate":20}
                """)!,
        },
    };

    public static OperationDescription Discard { get; } = new(
        Tag,
        "Discard a dead letter.",
        new AnswerDescription(200, "It is no longer open.", typeof(Success), """{"status":"success","message":"The dead letter is discarded."}"""))
    {
        Text = "It is kept, and can still be replayed.",
        Problems = [CommonProblems.Forbidden, Problems.DeadLetterNotFound, Problems.RateLimited],
    };
}
