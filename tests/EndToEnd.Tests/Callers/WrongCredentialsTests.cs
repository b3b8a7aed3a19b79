using System.Buffers.Text;
using System.Security.Cryptography;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Callers;

/// <summary>Who guesses credentials is slowed down.</summary>
[Collection<OnSlowGraph>]
public sealed class WrongCredentialsTests(SlowGraph graph) : EndToEndTest(graph)
{
    private const string Looks = "select coalesce(seq_scan, 0) + coalesce(idx_scan, 0) from pg_stat_user_tables where relname = $1";

    [Fact]
    public async Task A_thousand_wrong_credentials_from_one_address_are_slowed_and_the_address_recovers()
    {
        var guesses = await Task.WhenAll(Enumerable.Range(0, 1000).Select(number =>
            Graph.Anyone.With("Authorization", $"Bearer guess-{number}").AskWebAsync("jane", "Hi")));

        var slowed = guesses.Where(guess => guess.Status == 429).ToList();
        Assert.NotEmpty(slowed);
        Assert.All(slowed, guess => Assert.NotEmpty(guess.MustBeProblem(429, "rate_limited").Headers["Retry-After"]));
        Assert.All(guesses.Except(slowed), guess => guess.MustBeProblem(401, "unauthenticated"));
        await Poll.UntilAsync(async () => (await Graph.WebTestUser.AskWebAsync("web-test-user", "Hi")).Status == 200, "the address is welcome again");
    }

    [Fact]
    public async Task Keys_that_might_have_been_issued_cost_no_look_into_the_database_each()
    {
        var before = await LooksAsync();
        var guesses = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Graph.Anyone.With("Authorization", $"Bearer {WellFormedKey()}").AskWebAsync("jane", "Hi")));

        Assert.All(guesses, guess => Assert.True(guess.Status is 401 or 429));
        var refused = guesses.Count(guess => guess.Status == 401);
        await Poll.UntilAsync(async () => await LooksAsync() > before, "the database has counted"); // which it does a moment later
        Assert.True(await LooksAsync() - before < refused / 2, $"{refused} guesses, {await LooksAsync() - before} looks");
        await Poll.UntilAsync(async () => (await Graph.WebTestUser.AskWebAsync("web-test-user", "Hi")).Status == 200, "the address is welcome again");
    }

    private async Task<long> LooksAsync() => await Graph.Rows.CountAsync(Looks, "api_keys");

    // As RequestManager's IssuedKey writes it: what is not of this form is refused without a look at all.
    private static string WellFormedKey()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        return "ssa_" + Base64Url.EncodeToString([.. secret, .. SHA256.HashData(secret).AsSpan(0, 4)]);
    }
}
