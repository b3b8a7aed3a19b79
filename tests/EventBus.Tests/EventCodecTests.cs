using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.EventBus.Broker;

namespace EventBus.Tests;

public sealed class EventCodecTests
{
    private static readonly ResponseDelta _data = new(Guid.Parse("01a20dff-6a19-79e7-a1cb-6a5298825c41"), 1, 2, "Grüße");

    private static readonly Envelope<ResponseDelta> _envelope = new(
        "id-1", ServiceNames.AgentService, EventTypes.ResponseDelta, new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero), "subject-1", _data)
    {
        UserId = "jane",
        SessionId = "session-1",
        SessionSeq = 7,
        RequestId = "request-1",
        ReplyTo = "replica-1",
        CorrelationId = "correlation-1",
        CausationId = "cause-1",
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };

    [Fact]
    public void What_is_written_reads_the_same() =>
        Assert.Equal(_envelope, EventCodec.Open<ResponseDelta>(EventCodec.DecodeStructured(EventCodec.Encode(_envelope))));

    [Fact]
    public void The_wire_is_structured_mode_of_CloudEvents_1_0()
    {
        var json = JsonNode.Parse(EventCodec.Encode(_envelope).Span)!;
        Assert.Equal("1.0", (string?)json["specversion"]);
        Assert.Equal("com.self-service-agent.agent.response-delta", (string?)json["type"]);
        Assert.Equal("agent-service", (string?)json["source"]);
        Assert.Equal("application/json", (string?)json["datacontenttype"]);
        Assert.Equal(7, (int?)json["sessionseq"]);
        Assert.Equal("01a20dff-6a19-79e7-a1cb-6a5298825c41", (string?)json["data"]!["request_id"]);
    }

    [Theory]
    [InlineData("ce-")]
    [InlineData("cloudEvents:")]
    [InlineData("cloudEvents_")]
    public void Binary_mode_is_read_whatever_the_prefix(string prefix)
    {
        var headers = new Dictionary<string, object?>
        {
            [prefix + "specversion"] = "1.0"u8.ToArray(),
            [prefix + "id"] = "id-1"u8.ToArray(),
            [prefix + "source"] = "agent-service"u8.ToArray(),
            [prefix + "type"] = Encoding.UTF8.GetBytes(EventTypes.ResponseDelta),
            [prefix + "sessionseq"] = 7,
        };
        var properties = new BasicProperties { ContentType = "application/json", Headers = headers };
        var message = new BrokerMessage(1, properties, JsonSerializer.SerializeToUtf8Bytes(_data, WireJson.Options));
        var read = EventCodec.Open<ResponseDelta>(message.Decode());
        Assert.Equal((_data, 7), (read.Data, read.SessionSeq));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"specversion":"0.1","id":"1","source":"s","type":"t"}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","sessionseq":"seven"}""")]
    public void What_is_no_CloudEvent_is_rejected(string body) =>
        Assert.Throws<EventRejectedException>(() => EventCodec.DecodeStructured(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("""{"request_id":"secret words"}""")]
    [InlineData("""{"request_id":"01a20dff-6a19-79e7-a1cb-6a5298825c41","attempt":1,"index":2}""")]
    [InlineData("""{"request_id":"01a20dff-6a19-79e7-a1cb-6a5298825c41","attempt":1,"index":2,"text":null}""")]
    public void Data_that_is_not_what_the_type_promises_is_rejected_without_quoting_it(string data)
    {
        var body = $$"""{"specversion":"1.0","id":"1","source":"s","type":"t","datacontenttype":"application/json","data":{{data}}}""";
        var rejected = Assert.Throws<EventRejectedException>(() => EventCodec.Open<ResponseDelta>(EventCodec.DecodeStructured(Encoding.UTF8.GetBytes(body))));
        Assert.DoesNotContain("secret", rejected.Message, StringComparison.Ordinal);
    }
}
