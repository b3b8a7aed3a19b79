using System.Diagnostics;
using AgentService.Safety;

namespace AgentService.Tests;

public sealed class RedactionTests
{
    // Written in halves, so that no scanner of repositories takes these for real ones.
    private const string Jwt = "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiJqb2huIn0.c2lnbmF0dXJl";
    private const string GitHub = "ghp_" + "0123456789abcdefghijABCDEFGHIJ456789";

    [Theory]
    [InlineData("My password: Summer2024!", "My password: [secret]")]
    [InlineData("password=hunter22;Host=db", "password=[secret]")]
    [InlineData("{\"password\": \"hunter22\"}", "{\"password\": \"[secret]\"}")]
    [InlineData("password: swordfish", "password: [secret]")]
    [InlineData("my password is Tr0ub4dor, why does it not work?", "my password is [secret] why does it not work?")]
    [InlineData("Password for the VPN is Winter-2025", "Password for the VPN is [secret]")]
    [InlineData("Mein Passwort lautet Sommer2024", "Mein Passwort lautet [secret]")]
    [InlineData("Kennwort: geheim123", "Kennwort: [secret]")]
    [InlineData("export MY_APP_TOKEN=abc123def456", "export MY_APP_TOKEN=[secret]")]
    [InlineData("api key: 9f8e7d6c5b4a", "api key: [secret]")]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "aws_secret_access_key = [secret]")]
    [InlineData("key AKIA" + "IOSFODNN7EXAMPLE leaked", "key [secret] leaked")]
    [InlineData("use " + GitHub, "use [secret]")]
    [InlineData("xoxb-" + "123456789012-abcdefghij", "[secret]")]
    [InlineData("sk-" + "proj-abcdefghijklmnopqrst", "[secret]")]
    [InlineData("token " + Jwt + " expired", "token [secret] expired")]
    [InlineData("Authorization: Bearer abcdef0123456789abcd", "Authorization: Bearer [secret]")]
    [InlineData("postgres://me:s3cr3t@db/x", "postgres://me:[secret]@db/x")]
    [InlineData("PIN: 4711", "PIN: [secret]")]
    [InlineData("a\n-----BEGIN RSA PRIVATE " + "KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb", "a\n[secret]\nb")]
    [InlineData("-----BEGIN PRIVATE " + "KEY-----\nMIIE cut off", "[secret]")]
    [InlineData("pay with 4111 1111 1111 1111 please", "pay with [card number] please")]
    [InlineData("4111-1111-1111-1111 12/27 123", "[card number] 12/27 123")]
    [InlineData("4111 1111 1111 1111 12 27", "[card number] 12 27")]
    [InlineData("order 12 5555555555554444.", "order 12 [card number].")]
    [InlineData("378282246310005", "[card number]")]
    [InlineData("4111111111111111 5555555555554444", "[card number] [card number]")]
    public void It_is_taken_out(string text, string redacted)
    {
        Assert.Equal(redacted, Redaction.Of(text).Text);
        Assert.Equal(redacted, Redaction.Of(redacted).Text);
    }

    [Theory]
    [InlineData("I forgot my password")]
    [InlineData("forgot password: what now?")]
    [InlineData("password: expired")]
    [InlineData("my password is 5 years old")]
    [InlineData("my password is older than 90 days")]
    [InlineData("The password is wrong. The token is invalid.")]
    [InlineData("**Password:** at least 14 characters, 14-character minimum")]
    [InlineData("password: 14-character minimum")]
    [InlineData("Forgot your password: <https://password.example.com> or https://password.example.com/?step=2")]
    [InlineData("Password reset: john.doe@company.com")]
    [InlineData("password: [secret]")]
    [InlineData("Token: REQ0000123")]
    [InlineData("My laptop DL7420001 has serial number DL7420001, my ticket is REQ0000123")]
    [InlineData("Call +49 151 12345678 or +1 555 0100")]
    [InlineData("IMEI 356938035643809")]
    [InlineData("at 1732700000000, 20261127093000, order 4500012345")]
    [InlineData("4111 1111 1111 1112 is no card")]
    [InlineData("DE89 3704 0044 0532 0130 00")]
    [InlineData("id 550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("TOKEN_SUMMARY:INPUT:10:OUTPUT:20")]
    [InlineData("max tokens: 128000")]
    [InlineData("basic understanding of bearer authentication")]
    [InlineData("the monkey pressed the key: nothing happened")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----")]
    public void It_stays(string text) => Assert.Empty(Redaction.Of(text).Dangers);

    [Theory]
    [InlineData("password ")]
    [InlineData("a-token-")]
    [InlineData("4 ")]
    [InlineData("4111 1111 ")]
    [InlineData("eyJaaaaaaaaa.")]
    [InlineData("_eyJaaaaaaaaa")]
    [InlineData("-----BEGIN PRIVATE ")]
    [InlineData("://a:")]
    [InlineData("ignore all of the ")]
    [InlineData("show me ")]
    [InlineData("you are now ")]
    public void A_long_text_is_read_in_no_time(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 100_000 / part.Length));
        var started = Stopwatch.GetTimestamp();

        Redaction.Of(text);
        Injections.IsIn(text);

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 10);
    }

    [Fact]
    public void Nothing_of_what_we_ship_is_redacted()
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Config"), "*", SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Empty(Redaction.Of(File.ReadAllText(file)).Dangers));
    }

    [Fact]
    public void Nothing_that_people_ask_is_redacted_or_taken_for_an_attack() =>
        Assert.All(Questions.Answered.Select(asked => asked.Question).Concat(Questions.Unanswered), question =>
        {
            Assert.Empty(Redaction.Of(question).Dangers);
            Assert.False(Injections.IsIn(question));
        });
}
