using RequestManager.Erasures;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.Reference;

/// <summary>What the reference says of erasing a person's data.</summary>
internal static class ErasureOperations
{
    private const string Tag = "Erasures";

    private const string Accepted = """
        {"erasure_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b14","user_id":"jane.doe","status":"UNDER_WAY","requested_at":"2026-11-24T12:00:00Z",
         "completed_at":null,
         "services":{"request-manager":{"status":"PENDING","erased":0,"waiting":0},"agent-service":{"status":"PENDING","erased":0,"waiting":0},
                     "integration-dispatcher":{"status":"PENDING","erased":0,"waiting":0}}}
        """;

    private const string UnderWay = """
        {"erasure_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b14","user_id":"jane.doe","status":"UNDER_WAY","requested_at":"2026-11-24T12:00:00Z",
         "completed_at":null,
         "services":{"request-manager":{"status":"UNDER_WAY","erased":0,"waiting":0},"agent-service":{"status":"DONE","erased":12,"waiting":0},
                     "integration-dispatcher":{"status":"UNDER_WAY","erased":11,"waiting":1}}}
        """;

    public static OperationDescription Erase { get; } = new(
        Tag,
        "Erase what there is of a person.",
        new AnswerDescription(202, "It has begun, or begun anew.", typeof(ErasureBody), Accepted) { Headers = [ResponseHeaders.Location] })
    {
        Text = """
            Ends the person's sessions and erases all there was of them at this moment, in all services; what is unanswered or undelivered is
            waited for. Tickets stay.
            """,
        Problems = [CommonProblems.ValidationFailed, CommonProblems.Forbidden, Problems.RateLimited],
    };

    public static OperationDescription Read { get; } = new(
        Tag, "Read how far an erasure is.", new AnswerDescription(200, "The erasure as it is now.", typeof(ErasureBody), UnderWay))
    {
        Problems = [CommonProblems.ValidationFailed, CommonProblems.Forbidden, Problems.ErasureNotFound, Problems.RateLimited],
    };
}
