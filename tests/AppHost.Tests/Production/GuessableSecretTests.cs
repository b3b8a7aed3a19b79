using SelfServiceAgent.ServiceDefaults.Production;

namespace AppHost.Tests.Production;

public sealed class GuessableSecretTests
{
    private const int Draws = 100_000;

    [Fact]
    public void What_was_made_up_by_chance_is_never_taken_for_a_guess()
    {
        var random = new Random(20261130);
        var bytes = new byte[32];
        for (var draw = 0; draw < Draws; draw++)
        {
            random.NextBytes(bytes);
            string[] secrets =
            [
                Convert.ToHexStringLower(bytes),
                Convert.ToHexStringLower(bytes.AsSpan(0, 16)), // as Slack's signing secrets are
                Convert.ToBase64String(bytes),
                new(random.GetItems<char>("0123456789", 32)),
            ];
            Assert.DoesNotContain(secrets, secret => GuessableSecret.Is(secret));
        }
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdee")]
    [InlineData("abcdefghijklmnopqrstuvwxyz012345")]
    [InlineData("98765432109876543210987654321098")]
    [InlineData("aabbccddeeffgghhiijjkkllmmnnoopp")]
    [InlineData("k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3")]
    [InlineData("9f-My-Own-Secret-b27c4d1e8a60f35")]
    public void What_somebody_thought_of_is(string secret) => Assert.True(GuessableSecret.Is(secret));
}
