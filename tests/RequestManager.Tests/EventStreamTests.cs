using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RequestManager.Requests;
using RequestManager.Responses;
using SelfServiceAgent.Contracts;

namespace RequestManager.Tests;

public sealed class EventStreamTests
{
    [Theory]
    [InlineData("text/event-stream", true)]
    [InlineData("Text/Event-Stream", true)]
    [InlineData("text/event-stream, */*", true)]
    [InlineData("application/json, text/event-stream", true)]
    [InlineData("text/event-stream;q=0.9, application/json;q=0.1", true)]
    [InlineData("text/event-stream;q=0.5, */*;q=0.8, application/json;q=0.2", true)]
    [InlineData("application/json, text/event-stream;q=0.5", false)]
    [InlineData("text/event-stream;q=0", false)]
    [InlineData("*/*", false)]
    [InlineData("text/*", false)]
    [InlineData("application/json", false)]
    [InlineData("text/event-streams", false)]
    [InlineData("nonsense", false)]
    [InlineData("", false)]
    public void A_stream_is_for_who_names_it_and_likes_it_no_less_than_JSON(string accept, bool streams) =>
        Assert.Equal(streams, RequestAnswers.AreToStream(Call(accept)));

    [Fact]
    public void Who_does_not_wait_hears_nothing()
    {
        var call = Call(EventStream.MediaType);
        call.Headers["Prefer"] = "respond-async";
        Assert.False(RequestAnswers.AreToStream(call));
    }

    [Theory]
    [InlineData("ä")]
    [InlineData("\"")]
    [InlineData("\u0001")]
    [InlineData("🦄")]
    public void The_longest_piece_fits_into_a_notification(string character)
    {
        var text = string.Concat(Enumerable.Repeat(character, ResponseDelta.MaxLength / character.Length));
        var payload = JsonSerializer.Serialize(new ResponseDelta(Guid.NewGuid(), long.MaxValue, int.MaxValue, text), WireJson.Options);
        Assert.InRange(Encoding.UTF8.GetByteCount(payload), 1, 7999);
    }

    private static HttpRequest Call(string accept)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Accept = accept;
        return request;
    }
}
