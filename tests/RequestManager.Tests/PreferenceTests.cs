using Microsoft.AspNetCore.Http;
using RequestManager.Requests;

namespace RequestManager.Tests;

public sealed class PreferenceTests
{
    [Theory]
    [InlineData("respond-async", true)]
    [InlineData("Respond-Async", true)]
    [InlineData("wait=10, respond-async", true)]
    [InlineData("respond-async; foo=bar", true)]
    [InlineData("", false)]
    [InlineData("respond-asynchronously", false)]
    [InlineData("return=minimal", false)]
    [InlineData("handling=\"respond-async\"", false)]
    public void Only_the_preference_itself_asks_for_it(string header, bool asks)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers["Prefer"] = header;
        Assert.Equal(asks, Preference.AsksForAsync(request));
    }
}
