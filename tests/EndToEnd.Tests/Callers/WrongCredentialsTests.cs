using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Callers;

/// <summary>Who guesses credentials is slowed down.</summary>
[Collection<OnSlowGraph>]
public sealed class WrongCredentialsTests(SlowGraph graph) : EndToEndTest(graph)
{
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
}
