using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using RequestManager.Callers;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Tests;

public sealed class KeyRingTests
{
    private readonly KeyRing _keys = new(Options.Create(new AuthenticationOptions
    {
        ApiKeys = [new() { UserId = "jane", Sha256 = HashOf("janes-key"), Admin = true }, new() { UserId = "john", Sha256 = HashOf("johns-key").ToUpperInvariant() }],
        ToolKeys = [new() { ToolId = "snow", Sha256 = HashOf("snows-key") }],
    }), issued: null!); // a key that does not look like an issued one never asks for it

    [Fact]
    public async Task A_key_is_whoever_it_was_made_for()
    {
        Assert.Equal(new("jane", IsAdmin: true), await PersonOfAsync("janes-key"));
        Assert.Equal(new("john"), await PersonOfAsync("johns-key"));
        Assert.Equal(new("snow", CallerKind.Tool, MayActForAnyUser: true), await ToolOfAsync("snows-key"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("jane")]
    [InlineData("janes-key ")]
    [InlineData("snows-key")]
    public async Task Any_other_key_is_nobodys(string key) => Assert.Null(await PersonOfAsync(key));

    [Fact]
    public async Task A_persons_key_is_no_tools() => Assert.Null(await ToolOfAsync("janes-key"));

    private ValueTask<Caller?> PersonOfAsync(string key) => _keys.PersonOfAsync(key, TestContext.Current.CancellationToken);

    private ValueTask<Caller?> ToolOfAsync(string key) => _keys.ToolOfAsync(key, TestContext.Current.CancellationToken);

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
