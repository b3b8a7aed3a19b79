using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using RequestManager.Callers;

namespace RequestManager.Tests;

public sealed class TokenIssuerTests
{
    private const string Secret = "a secret of at least 32 characters";

    [Theory]
    [InlineData("https://issuer.example", null, null, "", true)]
    [InlineData("https://issuer.example", null, Secret, "HS256", true)]
    [InlineData("issuer", "https://issuer.example/keys", null, "RS256", true)]
    [InlineData("issuer", null, Secret, "", true)]
    [InlineData("issuer", null, null, "", false)]
    [InlineData("http://issuer.example", null, null, "", false)]
    [InlineData("https://issuer.example", null, null, "HS256", false)]
    [InlineData("https://issuer.example", null, null, "none", false)]
    [InlineData("https://issuer.example", null, Secret, "RS256", false)]
    [InlineData("https://issuer.example", null, "too short", "", false)]
    [InlineData("https://issuer.example", "https://issuer.example/keys", Secret, "", false)]
    public void An_issuer_signs_with_one_kind_of_key_that_can_be_had(string issuer, string? jwksUri, string? secret, string algorithm, bool isRight) =>
        Assert.Equal(isRight, Of(issuer, jwksUri, secret, algorithm).Validate(new ValidationContext(new object())).ToArray() is []);

    [Theory]
    [InlineData("sub:a user_id:b preferred_username:c", "a")]
    [InlineData("user_id:b preferred_username:c", "b")]
    [InlineData("preferred_username:c", "c")]
    [InlineData("name:d", null)]
    public void The_first_naming_claim_is_the_user_id(string claims, string? userId) => Assert.Equal(userId, CallerOf(claims)?.UserId);

    [Theory]
    [InlineData("sub:a", false)]
    [InlineData("sub:a roles:admin", true)]
    [InlineData("sub:a groups:staff groups:admin", true)]
    [InlineData("sub:a roles:Admin", false)]
    [InlineData("sub:a admin:True", false)]
    public void Who_has_the_role_is_an_administrator(string claims, bool isAdmin) => Assert.Equal(isAdmin, CallerOf(claims)!.IsAdmin);

    [Theory]
    [InlineData("sub:a email:a@example.com", "a@example.com")]
    [InlineData("sub:a email:a@example.com email_verified:true", "a@example.com")]
    [InlineData("sub:a email:a@example.com email_verified:false", null)]
    public void An_address_that_was_not_verified_is_none(string claims, string? email) => Assert.Equal(email, CallerOf(claims)!.Email);

    private static SelfServiceAgent.ServiceDefaults.Caller? CallerOf(string claims) => TokenAuthentication.CallerOf(
        new(new ClaimsIdentity(claims.Split(' ').Select(claim => claim.Split(':')).Select(claim => new Claim(claim[0], claim[1])))),
        Of("https://issuer.example", null, null, ""));

    private static TokenIssuer Of(string issuer, string? jwksUri, string? secret, string algorithm) => new()
    {
        Issuer = issuer,
        Audience = "us",
        JwksUri = jwksUri,
        SymmetricKey = secret,
        Algorithms = algorithm.Length == 0 ? [] : [algorithm],
    };
}
