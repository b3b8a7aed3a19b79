using IntegrationDispatcher.Integrations.Slack;
using IntegrationDispatcher.Integrations.Sms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationDispatcher.Tests;

public class SlackAndSmsOptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Integrations:Sms:AccountSid=;Integrations:Sms:AuthToken=")]
    [InlineData("Integrations:Sms:AccountSid=AC1;Integrations:Sms:AuthToken=t;Integrations:Sms:From=Helpdesk")]
    [InlineData("Integrations:Sms:AccountSid=AC1;Integrations:Sms:AuthToken=t;Integrations:Sms:From=+14155550100")]
    [InlineData("Integrations:Sms:AccountSid=AC1;Integrations:Sms:AuthToken=t;Integrations:Sms:MessagingServiceSid=MG1")]
    [InlineData("Integrations:Sms:BaseUrl=http://localhost:9000;Slack:ApiBaseUrl=http://127.0.0.1:9000/api")]
    [InlineData("Slack:BotToken=xoxb-1-2-abc")]
    public void A_right_configuration_starts(string settings) => Start(settings);

    [Theory]
    [InlineData("Integrations:Sms:AccountSid=AC1", "Integrations:Sms:AuthToken")]
    [InlineData("Integrations:Sms:AuthToken=t", "Integrations:Sms:AccountSid")]
    [InlineData("Integrations:Sms:AccountSid=AC1;Integrations:Sms:AuthToken=t", "Integrations:Sms:From")]
    [InlineData("Integrations:Sms:From=A name too long", "From")]
    [InlineData("Integrations:Sms:From=+1 415", "From")]
    [InlineData("Integrations:Sms:AccountSid=../x;Integrations:Sms:AuthToken=t;Integrations:Sms:From=x", "AccountSid")]
    [InlineData("Integrations:Sms:BaseUrl=http://sms.example", "BaseUrl")]
    [InlineData("Integrations:Sms:BaseUrl=https://user:secret@sms.example", "BaseUrl")]
    [InlineData("Integrations:Sms:BaseUrl=sms.example", "BaseUrl")]
    [InlineData("Integrations:Sms:Timeout=00:00:00", "Timeout")]
    [InlineData("Slack:BotToken=xoxp-not-a-bots", "Slack:BotToken")]
    [InlineData("Slack:ApiBaseUrl=http://slack.example/api/", "ApiBaseUrl")]
    [InlineData("Slack:Timeout=01:00:00", "Timeout")]
    public void A_wrong_configuration_does_not_start_and_the_key_is_named(string settings, string key) =>
        Assert.Contains(key, Assert.ThrowsAny<OptionsValidationException>(() => Start(settings)).Message, StringComparison.Ordinal);

    private static void Start(string settings)
    {
        var values = settings.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(setting => setting.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => (string?)pair[1]);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddSlack();
        services.AddSms();
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }
}
