using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Email;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationDispatcher.Tests;

public sealed class EmailOptionsTests
{
    private const string Email = "Integrations:Email";

    [Theory]
    [InlineData("Host=mail.example.com", "From")]
    [InlineData("Host=mail.example.com;From=nobody", "From")]
    [InlineData("Host=mail.example.com;From=a@example.com\r\nBcc: b@example.com", "From")]
    [InlineData("Host=https://mail.example.com;From=a@example.com", "Host")]
    [InlineData("Port=0", "Port")]
    [InlineData("Security=ssl", "Security")]
    [InlineData("Security=9", "Security")]
    [InlineData("Timeout=00:00:00", "Timeout")]
    [InlineData("MaxConnections=0", "MaxConnections")]
    [InlineData("Host=mail.example.com;From=a@example.com;Username=me", "Password")]
    [InlineData("Host=mail.example.com;From=a@example.com;Password=me", "Username")]
    [InlineData("Host=mail.example.com;From=a@example.com;Username=me;Password=secret;Security=none", "Security")]
    public void A_wrong_mail_server_does_not_start_and_the_message_names_the_key(string settings, string key)
    {
        var wrong = Assert.ThrowsAny<Exception>(() => ReadEmail(settings));
        Assert.Contains(key, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Port=587")]
    [InlineData("Host=mail.example.com;From=a@example.com;Security=auto")]
    [InlineData("Host=::1;From=a@example.com;Security=tls;Username=me;Password=secret")]
    [InlineData("Host=mail.example.com;From=a@example.com;Security=none")]
    [InlineData("Host=mail.example.com;From=a@example.com;Username=me;Password=secret;Security=none;DangerousAllowPlainPassword=true")]
    public void A_right_one_does(string settings) =>
        Assert.Equal(settings.StartsWith("Host", StringComparison.Ordinal), ReadEmail(settings).IsConfigured);

    [Fact]
    public void Starttls_is_what_a_server_must_offer_unless_told_otherwise() =>
        Assert.Equal(SmtpSecurity.StartTls, Read<SmtpOptions>([]).Security);

    [Theory]
    [InlineData("agent.example.com")]
    [InlineData("/unsubscribe")]
    [InlineData("ftp://agent.example.com")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://me:secret@agent.example.com")]
    [InlineData("https://agent.example.com/?a=b")]
    [InlineData("https://agent.example.com/#a")]
    public void A_public_address_that_is_none_does_not_start(string address)
    {
        var wrong = Assert.Throws<OptionsValidationException>(() => Read<PublicOptions>([$"PublicBaseUrl={address}"]));
        Assert.Contains("PublicBaseUrl", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("https://agent.example.com", "https://agent.example.com/unsubscribe/x")]
    [InlineData("https://agent.example.com/", "https://agent.example.com/unsubscribe/x")]
    [InlineData("http://example.com:8080/agent/", "http://example.com:8080/agent/unsubscribe/x")]
    public void A_link_is_the_public_address_and_a_path(string address, string? link) =>
        Assert.Equal(link, Read<PublicOptions>([$"PublicBaseUrl={address}"]).LinkTo("unsubscribe/x")?.AbsoluteUri);

    private static SmtpOptions ReadEmail(string settings) => Read<SmtpOptions>(settings.Split(';').Select(setting => $"{Email}:{setting}"));

    private static TOptions Read<TOptions>(IEnumerable<string> settings)
        where TOptions : class
    {
        var builder = WebApplication.CreateSlimBuilder();
        foreach (var pair in settings.Select(setting => setting.Split('=', 2))) builder.Configuration[pair[0]] = pair[1];
        builder.Services.AddEmail();
        using var provider = builder.Services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate(); // as the host does when it starts
        return provider.GetRequiredService<IOptions<TOptions>>().Value;
    }
}
