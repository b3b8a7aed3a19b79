using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using RequestManager.Callers;

namespace RequestManager.Tests;

public sealed class KeyRingTests
{
    private readonly KeyRing _keys = new(Options.Create(new AuthenticationOptions
    {
        ApiKeys = [new() { UserId = "jane", Sha256 = HashOf("janes-key"), Admin = true }, new() { UserId = "john", Sha256 = HashOf("johns-key").ToUpperInvariant() }],
        ToolKeys = [new() { ToolId = "snow", Sha256 = HashOf("snows-key") }],
    }));

    [Fact]
    public void A_key_is_whoever_it_was_made_for()
    {
        Assert.Equal(new("jane", IsAdmin: true), _keys.PersonOf("janes-key"));
        Assert.Equal(new("john"), _keys.PersonOf("johns-key"));
        Assert.Equal(new("snow", CallerKind.Tool, MayActForAnyUser: true), _keys.ToolOf("snows-key"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("jane")]
    [InlineData("janes-key ")]
    [InlineData("snows-key")]
    public void Any_other_key_is_nobodys(string key) => Assert.Null(_keys.PersonOf(key));

    [Fact]
    public void A_persons_key_is_no_tools() => Assert.Null(_keys.ToolOf("janes-key"));

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
