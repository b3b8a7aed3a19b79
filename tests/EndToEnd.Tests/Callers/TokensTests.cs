using System.Security.Cryptography;
using System.Text;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace EndToEnd.Tests.Callers;

/// <summary>A token counts for what its issuer says, and only then.</summary>
[Collection<OnEventingGraph>]
public sealed class TokensTests(EventingGraph graph) : EndToEndTest(graph)
{
    /// <summary>What is wrong with a token, and how it is made.</summary>
    private static readonly Dictionary<string, Func<Graph, string>> _forged = new()
    {
        ["no signature"] = graph => $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{graph.Discovered.Token("jane").Split('.')[1]}.",
        ["no signature, with the algorithm of one"] = graph => string.Join('.', graph.Discovered.Token("jane").Split('.')[..2]) + ".",
        ["the public key taken for a secret"] = graph => graph.Discovered.Token("jane", token => token.SigningCredentials = new(
            new SymmetricSecurityKey(Encoding.UTF8.GetBytes(graph.Discovered.Key.Rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = graph.Discovered.Key.KeyId },
            SecurityAlgorithms.HmacSha256)),
        ["expired"] = graph => graph.Discovered.Token("jane", token => token.Expires = DateTime.UtcNow.AddMinutes(-2)),
        ["no end"] = graph => graph.Discovered.Token("jane", token => token.Expires = null),
        ["not yet"] = graph => graph.Discovered.Token("jane", token => token.NotBefore = DateTime.UtcNow.AddMinutes(2)),
        ["for somebody else"] = graph => graph.Discovered.Token("jane", token => token.Audience = "another-system"),
        ["an unknown issuer"] = graph => graph.Discovered.Token("jane", token => token.Issuer = "https://issuer.example"),
        ["another issuer's name"] = graph => graph.Discovered.Token("jane", token => token.Issuer = graph.Listed.Url),
        ["an unknown key"] = graph => graph.Discovered.Token(
            "jane", token => token.SigningCredentials = new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "unknown" }, SecurityAlgorithms.RsaSha256)),
        ["another key of the right name"] = graph => graph.Discovered.Token("jane", token => token.SigningCredentials = new(
            new RsaSecurityKey(RSA.Create(2048)) { KeyId = graph.Discovered.Key.KeyId }, SecurityAlgorithms.RsaSha256)),
        ["nobody"] = graph => graph.Discovered.Token("jane", token => token.Subject = new()),
        ["changed"] = graph => graph.Discovered.Token("jane").Split('.') is var parts
            ? $"{parts[0]}.{graph.Discovered.Token("john.doe").Split('.')[1]}.{parts[2]}" : "",
    };

    private static readonly Dictionary<string, object> _administrator = new() { ["roles"] = new List<string> { "admin" } };

    public static TheoryData<string> Forged => [.. _forged.Keys];

    [Fact]
    public async Task A_token_of_each_issuer_is_whoever_it_names()
    {
        (await AskAsync(Graph.Discovered.Token("jane"), "jane")).Must(200);
        (await AskAsync(Graph.Listed.Token("jane"), "jane")).Must(200);
        (await AskAsync(Graph.Listed.Token("jane"), "john.doe")).MustBeProblem(403, "user_id_mismatch");
    }

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task A_token_that_is_not_all_right_is_refused(string what) =>
        (await AskAsync(_forged[what](Graph), "jane")).MustBeProblem(401, "unauthenticated");

    [Fact]
    public async Task A_key_rotated_at_the_issuer_is_accepted_without_a_restart_and_the_old_one_no_longer_forges()
    {
        var old = Graph.Listed.Token("jane");
        (await AskAsync(old, "jane")).Must(200);

        Graph.Listed.Rotate();

        await Poll.UntilAsync(async () => (await AskAsync(Graph.Listed.Token("jane"), "jane")).Status == 200, "the new key is accepted");
        (await AskAsync(old, "jane")).MustBeProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task The_role_of_an_administrator_comes_with_the_token()
    {
        var asked = await Graph.WebTestUser.AskWebAsync("web-test-user", "Hi");
        var path = $"/api/v1/requests/{asked.RequestId}";

        (await As(Graph.Discovered.Token("jane")).GetAsync(path)).MustBeProblem(404, "request_not_found");
        (await As(Graph.Discovered.Token("jane", token => token.Claims = _administrator)).GetAsync(path)).Must(200);
    }

    [Fact]
    public async Task What_the_issuer_vouches_for_goes_with_the_request()
    {
        var asked = await AskAsync(Graph.Discovered.Token("jane"), "jane");

        Assert.Equal(
            "jane@example.com staff",
            await Graph.Rows.TextAsync(
                "select concat_ws(' ', normalized_request->'user_context'->>'email', normalized_request->'user_context'->'groups'->>0) from request_logs where request_id = $1",
                asked.RequestId));
    }

    [Fact]
    public async Task Headers_of_a_proxy_count_only_with_its_secret()
    {
        var proxied = Graph.Anyone.With("x-user-id", "jane").With("x-user-email", "jane@example.com").With("x-user-groups", "staff, it");

        (await proxied.AskWebAsync("jane", "Hi")).MustBeProblem(401, "unauthenticated");
        (await proxied.With("x-proxy-secret", "guessed").AskWebAsync("jane", "Hi")).MustBeProblem(401, "unauthenticated");
        (await proxied.With("x-proxy-secret", Graph.ProxySecret).AskWebAsync("jane", "Hi")).Must(200);
        (await proxied.With("x-proxy-secret", Graph.ProxySecret).AskWebAsync("john.doe", "Hi")).MustBeProblem(403, "user_id_mismatch");
    }

    private Client As(string token) => Graph.Anyone.With("Authorization", $"Bearer {token}");

    private Task<Reply> AskAsync(string token, string userId) => As(token).AskWebAsync(userId, "Hi");

    private static string Encode(string text) => Base64UrlEncoder.Encode(text);
}
