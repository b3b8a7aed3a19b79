using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Tests;

public class CallerTokenTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private readonly StoppedClock _clock = new(_now);

    [Theory]
    [InlineData("john.doe", CallerKind.Person, false, false)]
    [InlineData("Jürgen 😀 \"x\"", CallerKind.Person, true, true)]
    [InlineData("snow", CallerKind.Tool, false, true)]
    public async Task What_is_signed_is_read(string userId, CallerKind kind, bool isAdmin, bool mayActForAnyUser)
    {
        var caller = new Caller(userId, kind, isAdmin, mayActForAnyUser);
        Assert.Equal(caller, await Token().ReadAsync(Token().Sign(caller)));
    }

    [Fact]
    public async Task What_an_identity_provider_vouched_for_goes_along()
    {
        var read = await Token().ReadAsync(Token().Sign(new("john.doe") { Email = "john@example.com", Groups = ["staff", "it"] }));

        Assert.Equal("john@example.com", read?.Email);
        Assert.Equal(["staff", "it"], read?.Groups);
    }

    [Fact]
    public async Task It_lives_a_minute()
    {
        var token = Token().Sign(new("john.doe"));
        _clock.Now = _now.AddSeconds(59);
        Assert.NotNull(await Token().ReadAsync(token));
        _clock.Now = _now.AddSeconds(66);
        Assert.Null(await Token().ReadAsync(token));
    }

    [Fact]
    public async Task Another_key_is_not_ours() => Assert.Null(await Token().ReadAsync(Token("another secret, 32 characters long").Sign(new("john.doe"))));

    [Fact]
    public async Task A_token_without_a_signature_is_none()
    {
        var payload = Token().Sign(new("john.doe", IsAdmin: true)).Split('.')[1];
        Assert.Null(await Token().ReadAsync($"{Encode("""{"alg":"none","typ":"JWT"}""")}.{payload}."));
        Assert.Null(await Token().ReadAsync($"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{payload}."));
    }

    [Fact]
    public async Task A_changed_claim_breaks_it()
    {
        var parts = Token().Sign(new("john.doe")).Split('.');
        var forged = Encoding.UTF8.GetString(Base64UrlTextEncoder.Decode(parts[1])).Replace("john.doe", "jane.doe", StringComparison.Ordinal);
        Assert.Null(await Token().ReadAsync($"{parts[0]}.{Encode(forged)}.{parts[2]}"));
    }

    [Theory]
    [InlineData("HS512", "request-manager", "integration-dispatcher", 60)]
    [InlineData("HS256", "somebody", "integration-dispatcher", 60)]
    [InlineData("HS256", "request-manager", "somebody", 60)]
    [InlineData("HS256", "request-manager", "integration-dispatcher", null)]
    public async Task The_right_key_alone_is_not_enough(string algorithm, string issuer, string audience, int? seconds)
    {
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Expires = seconds is { } life ? _now.AddSeconds(life).UtcDateTime : null,
            Claims = new Dictionary<string, object> { ["sub"] = "john.doe" },
            SigningCredentials = new(new SymmetricSecurityKey(Wide(Key().DeriveKey("ssa-caller"), algorithm)), algorithm),
        });
        Assert.Null(await Token().ReadAsync(token));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    public async Task What_is_no_token_is_none(string? token) => Assert.Null(await Token().ReadAsync(token));

    [Fact]
    public void A_person_manages_their_own_an_admin_everyones_a_tool_nobodys()
    {
        Assert.True(new Caller("a").MayManage("a"));
        Assert.False(new Caller("a").MayManage("A"));
        Assert.False(new Caller("a", MayActForAnyUser: true).MayManage("b"));
        Assert.True(new Caller("a", IsAdmin: true).MayManage("b"));
        Assert.False(new Caller("a", CallerKind.Tool).MayManage("a"));
    }

    // HS512 asks for a longer key; the point is that its signature would be right.
    private static byte[] Wide(byte[] key, string algorithm) => algorithm == "HS512" ? [.. key, .. new byte[64 - key.Length]] : key;

    private static string Encode(string json) => Base64UrlTextEncoder.Encode(Encoding.UTF8.GetBytes(json));

    private static ServiceKey Key(string secret = "the secret, 32 characters long...") => new(Options.Create(new ServiceKeyOptions { ServiceKey = secret }));

    private CallerToken Token(string secret = "the secret, 32 characters long...") => new(Key(secret), _clock);
}
