using IntegrationDispatcher.Integrations.Webhook;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;
using static IntegrationDispatcher.Tests.People;

namespace IntegrationDispatcher.Tests;

public class EffectiveConfigurationTests
{
    [Fact]
    public void Without_overrides_the_enabled_defaults_hold() =>
        Assert.Equal([IntegrationType.Test], EffectiveConfiguration.Of(WithoutOverrides).Keys);

    [Fact]
    public void An_override_replaces_the_numbers_and_is_laid_over_the_config()
    {
        var preferences = With((IntegrationType.Email, Settings("""{"format":"text","email_address":"a@example.com"}""", priority: 7)));
        var email = EffectiveConfiguration.Of(preferences)[IntegrationType.Email];
        Assert.Equal(7, email.Priority);
        Assert.Equal("""{"include_agent_info":true,"format":"text","email_address":"a@example.com"}""", email.Config.ToJsonString());
    }

    [Fact]
    public void A_disabled_override_removes_the_integration() =>
        Assert.Empty(EffectiveConfiguration.Of(With((IntegrationType.Test, Settings(enabled: false)))));

    [Fact]
    public void The_first_priority_comes_first()
    {
        var preferences = With((IntegrationType.Webhook, Settings(priority: 9)), (IntegrationType.Sms, Settings(priority: 2)));
        Assert.Equal([IntegrationType.Sms, IntegrationType.Test, IntegrationType.Webhook], EffectiveConfiguration.Of(preferences).Keys);
    }

    [Theory]
    [InlineData("""{"url":"https://own.example"}""", false)]
    [InlineData("""{"timeout_seconds":5}""", true)]
    public void Everyones_secrets_do_not_follow_a_person_to_an_address_of_their_own(string own, bool kept)
    {
        var defaults = new Dictionary<IntegrationType, IntegrationSettings>(Defaults)
        {
            [IntegrationType.Webhook] = Settings("""{"url":"https://ours.example","auth_type":"bearer","auth_token":"t","headers":{"X-Ours":"k"}}"""),
        };
        var config = EffectiveConfiguration.Of(new(defaults, With((IntegrationType.Webhook, Settings(own))).Overrides), IntegrationType.Webhook).Config;
        Assert.Equal((kept, kept), (config.ContainsKey("auth_token"), config.ContainsKey("headers")));
        Assert.Equal(kept ? null : "config.auth_token is required with auth_type bearer", WebhookConfig.Objection(config));
    }

    [Fact]
    public void The_defaults_themselves_never_change()
    {
        var before = Defaults[IntegrationType.Email].Config.ToJsonString();
        var email = EffectiveConfiguration.Of(With((IntegrationType.Email, Settings("""{"format":"text"}"""))))[IntegrationType.Email];
        email.Config["format"] = "changed";
        Assert.Equal(before, Defaults[IntegrationType.Email].Config.ToJsonString());
    }
}
