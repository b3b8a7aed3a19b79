using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using RequestManager.Requests;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Tests;

public sealed class IdempotencyKeyTests
{
    private static readonly WebRequests.Body _body = new() { UserId = "jane", Content = "Hi" };

    [Fact]
    public void It_stands_for_the_door_and_the_body_it_came_with()
    {
        var key = Of("key", _body)!;

        Assert.True(key.StandsFor(Of("key", _body with { })!.Hash));
        Assert.False(key.StandsFor(Of("key", _body with { Content = "Ho" })!.Hash));
        Assert.False(key.StandsFor(Of("key", _body, path: "/api/v1/requests/cli")!.Hash));
        Assert.False(key.StandsFor(null));
    }

    [Fact]
    public void A_call_without_one_has_none_and_no_error() => Assert.Null(Of(null, _body));

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    public void One_that_cannot_be_kept_is_an_error(string text)
    {
        var errors = new FieldErrors();

        Assert.Null(Of(text, _body, errors: errors));
        Assert.Equal(["idempotency-key"], errors.All.Keys);
    }

    private static IdempotencyKey? Of(string? text, RequestBody body, string path = "/api/v1/requests/web", FieldErrors? errors = null)
    {
        var http = new DefaultHttpContext();
        http.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse(path), 0, null, null));
        if (text is not null) http.Request.Headers[IdempotencyHeader.Name] = text;
        var found = IdempotencyKey.Of(http.Request, body, errors ??= new());
        Assert.Equal(found is null && text is not null, errors.Any);
        return found;
    }
}
