using System.Text;
using SelfServiceAgent.EventBus;

namespace EventBus.Tests;

public sealed class DeadLetterFingerprintTests
{
    private const string Event = """{"specversion":"1.0","replyto":"replica-1","id":"1","data":{"traceparent":"a"},"traceparent":"00-1"}""";

    [Fact]
    public void The_same_letter_has_the_same_whatever_it_was_put_aside_for() =>
        Assert.Equal(Of("agent-service", "id", "{not json"), DeadLetterFingerprint.Of(Letter("agent-service", "id", "{not json") with { Reason = "other" }));

    [Theory]
    [InlineData("request-manager", "id", "{not json")]
    [InlineData("agent-service", "other", "{not json")]
    [InlineData("agent-service", null, "{not json")]
    [InlineData("agent-service", "id", "{not yaml")]
    [InlineData("agent-service", "id{", "not json")]
    public void Another_service_id_or_body_has_another(string service, string? eventId, string body) =>
        Assert.NotEqual(Of("agent-service", "id", "{not json"), Of(service, eventId, body));

    [Theory]
    [InlineData("""{"specversion":"1.0","replyto":"replica-2","id":"1","data":{"traceparent":"a"},"traceparent":"00-1"}""")]
    [InlineData("""{"specversion":"1.0","replyto":"replica-1","id":"1","data":{"traceparent":"a"},"traceparent":"00-2"}""")]
    public void An_event_published_again_is_the_same_letter(string again) => Assert.Equal(Of("agent-service", "1", Event), Of("agent-service", "1", again));

    [Theory]
    [InlineData("""{"specversion":"1.0","replyto":"replica-1","id":"1","data":{"traceparent":"b"},"traceparent":"00-1"}""")]
    [InlineData("""{"specversion":"1.0","replyto":"replica-1","id":"2","data":{"traceparent":"a"},"traceparent":"00-1"}""")]
    public void One_that_says_something_else_is_another(string other) => Assert.NotEqual(Of("agent-service", "1", Event), Of("agent-service", "1", other));

    [Fact]
    public void Whatever_is_no_text_has_one_as_well()
    {
        const string HalfAPair = """{"\ud800aaaa":1}""";
        Assert.Equal(Of("agent-service", "1", HalfAPair), Of("agent-service", "1", HalfAPair));
    }

    private static byte[] Of(string service, string? eventId, string body) => DeadLetterFingerprint.Of(Letter(service, eventId, body));

    private static DeadLetter Letter(string service, string? eventId, string body) =>
        new(service, eventId, "type", "reason", "application/json", [], Encoding.UTF8.GetBytes(body));
}
