using System.Text.Json.Nodes;
using RabbitMQ.Client;
using SelfServiceAgent.EventBus.Broker;

namespace EventBus.Tests;

public sealed class MessageHeadersTests
{
    [Fact]
    public void They_are_shown_as_JSON()
    {
        var json = MessageHeaders.ToJson(new Dictionary<string, object?>
        {
            ["text"] = "Grüße"u8.ToArray(),
            ["number"] = 7,
            ["long"] = 7L,
            ["truth"] = true,
            ["nothing"] = null,
            ["half"] = 0.5,
            ["time"] = new AmqpTimestamp(0),
            ["milliseconds"] = new AmqpTimestamp(1_700_000_000_000),
            ["table"] = new Dictionary<string, object?> { ["inner"] = "x"u8.ToArray() },
            ["list"] = new List<object?> { 1, "y"u8.ToArray() },
            ["nul\0"] = "a\0b"u8.ToArray(),
        });

        var expected = JsonNode.Parse("""
            {"text":"Grüße","number":7,"long":7,"truth":true,"nothing":null,"half":"0.5","time":"1970-01-01T00:00:00.0000000+00:00","milliseconds":"1700000000000",
             "table":{"inner":"x"},"list":[1,"y"],"nul\uFFFD":"a\uFFFDb"}
            """)!;
        Assert.Equal(expected.ToJsonString(), json.ToJsonString());
    }

    [Fact]
    public void What_JSON_has_comes_back_as_it_was()
    {
        var headers = MessageHeaders.FromJson(JsonNode.Parse("""
            {"text":"Grüße","number":7,"truth":false,"nothing":null,"table":{"inner":"x"},"list":[1,"y"]}
            """)!.AsObject());

        Assert.Equal("Grüße", headers["text"]);
        Assert.Equal(7L, headers["number"]);
        Assert.Equal(false, headers["truth"]);
        Assert.Null(headers["nothing"]);
        Assert.Equal("x", Assert.IsType<Dictionary<string, object?>>(headers["table"])["inner"]);
        Assert.Equal([1L, "y"], Assert.IsType<List<object?>>(headers["list"]));
    }

    [Fact]
    public void Its_deaths_are_taken_off_and_nothing_else()
    {
        var headers = JsonNode.Parse("""
            {"x-ssa-reason":"r","x-death":[{"reason":"expired"}],"x-first-death-queue":"q","x-last-death-reason":"r","x-delivery-count":3,"ce-id":"1","x-mine":"m"}
            """)!.AsObject();

        Assert.Equal("""{"ce-id":"1","x-mine":"m"}""", MessageHeaders.WithoutDeaths(headers).ToJsonString());
    }

    [Fact]
    public void However_deep_they_are_they_can_be_written()
    {
        object? nested = "x"u8.ToArray();
        for (var level = 0; level < 5000; level++) nested = new Dictionary<string, object?> { ["in"] = nested };

        Assert.NotEmpty(MessageHeaders.ToJson(new Dictionary<string, object?> { ["deep"] = nested }).ToJsonString());
    }
}
