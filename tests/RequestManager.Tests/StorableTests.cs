using System.Text.Json.Nodes;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Tests;

public sealed class StorableTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("plain, Grüße, 🐘", true)]
    [InlineData("nul \0", false)]
    [InlineData("half H", false)]
    [InlineData("L turned H round", false)]
    [InlineData("H", false)]
    public void Text_is_storable_without_NUL_and_half_pairs(string text, bool storable) => Assert.Equal(storable, Storable.Text(WithSurrogates(text)));

    [Theory]
    [InlineData("""{"a":[1,"x",null,true,{"b":1e300}]}""", true)]
    [InlineData("""{"a":"\u0000"}""", false)]
    [InlineData("""{"\u0000":1}""", false)]
    [InlineData("""{"a":["\ud83d"]}""", false)]
    [InlineData("""{"a":1e400}""", false)]
    public void Json_is_storable_when_all_in_it_is(string json, bool storable) => Assert.Equal(storable, Storable.Json(JsonNode.Parse(json)));

    [Theory]
    [InlineData("as it was", "as it was")]
    [InlineData("nul \0!", "nul \uFFFD!")]
    [InlineData("half H!", "half \uFFFD!")]
    public void Cleaning_replaces_only_what_cannot_be_stored(string text, string clean) => Assert.Equal(clean, Storable.Clean(WithSurrogates(text)));

    // An attribute cannot hold half a surrogate pair: H stands for a high one, L for a low one.
    private static string WithSurrogates(string text) => text.Replace('H', '\uD83D').Replace('L', '\uDC18');
}
